import Base
import Audit
import Catalogue
public import Staff
import Storage
import Vault

/// What officials do with requests: see which are due, open one, answer or refuse it.
///
/// Opening shows what a person wrote, so it leaves an act that she sees; the list shows nothing of anybody. Nobody opens or
/// answers her own, nor that of somebody for whom she acts or who acts for her.
public struct WorkRequests: Sendable {
    public static let answerMax = 2_000

    let parts: PrivacyParts
    /// Told after an answer is kept, so that the person can be told.
    let answered: @Sendable (_ request: PrivacyRequest) async -> Void

    public init(
        _ parts: PrivacyParts,
        answered: @escaping @Sendable (_ request: PrivacyRequest) async -> Void = { _ in }
    ) {
        self.parts = parts
        self.answered = answered
    }

    /// What is owed an answer, the next due first; at most two hundred, without texts.
    public func open() async throws -> [PrivacyRequest] {
        try await parts.engine.read { db in try PrivacyRequestStore.open(limit: 200, in: db) }
    }

    /// How many are owed an answer, and how many of those are late.
    public func counts() async throws -> (open: Int64, late: Int64) {
        let now = parts.world.now()
        return try await parts.engine.read { db in try PrivacyRequestStore.counts(at: now, in: db) }
    }

    /// One with its texts and its history, for the official who works at it.
    ///
    /// - Throws: ``PrivacyRefused/ownMatter``, ``PrivacyRefused/unknownSelf``, as every act here.
    public func show(
        _ number: RequestNumber, to official: StaffAccount
    ) async throws -> (request: PrivacyRequest, steps: [RequestStep]) {
        let parts = parts
        return try await parts.engine.write { db in
            let request = try Self.find(number, in: db)
            let key = try parts.key(request.citizen, in: db)
            try parts.requireStranger(official, to: [key], in: db)
            let opened = try RequestTexts.opened(request, by: parts, in: db)
            try parts.note(
                "request.opened", by: .staff(official.id), about: key.commitment(),
                number: number, fields: ["request"], purpose: "rights/\(request.right.rawValue)", in: db)
            return (opened, try PrivacyRequestStore.steps(of: number, in: db))
        }
    }

    public func take(_ number: RequestNumber, by official: StaffAccount) async throws {
        _ = try await end(number, .taken, by: official, answer: nil, reason: nil)
    }

    /// A yes to what the house carries out by itself (``PersonRight/isOwnWork``) is carried out by it, like one it gave itself.
    ///
    /// - Throws: ``PrivacyRefused/sameOfficial`` when a second look would be taken by who took the first.
    public func answer(_ number: RequestNumber, with text: String, by official: StaffAccount) async throws {
        guard (1...Self.answerMax).contains(text.count) else { throw PrivacyRefused.choiceUnknown }
        await answered(try await end(number, .answered, by: official, answer: text, reason: nil))
    }

    /// A refusal has a reason, and may say more.
    public func refuse(
        _ number: RequestNumber, because reason: PrivacyRequest.Reason, text: String?,
        by official: StaffAccount
    ) async throws {
        guard (text?.count ?? 0) <= Self.answerMax else { throw PrivacyRefused.choiceUnknown }
        await answered(try await end(number, .refused, by: official, answer: text, reason: reason))
    }

    /// Reminds of what comes near its last day: a step in its history, and an act in the log.
    ///
    /// - Returns: How many were reminded of.
    @discardableResult
    public func remind(limit: Int64 = 200) async throws -> Int {
        let parts = parts
        return try await parts.engine.write { db in
            let now = parts.world.now()
            let near = try PrivacyRequestStore.toRemind(at: now, limit: limit, in: db)
            for number in near {
                try PrivacyRequestStore.reminded(number, at: now, in: db)
                try parts.note(
                    "request.reminded", by: .system("rights"), about: nil, number: number, purpose: nil,
                    in: db)
            }
            return near.count
        }
    }

    private func end(
        _ number: RequestNumber, _ event: RequestEvent, by official: StaffAccount, answer: String?,
        reason: PrivacyRequest.Reason?
    ) async throws -> PrivacyRequest {
        let parts = parts
        return try await parts.engine.write { db in
            let request = try Self.find(number, in: db)
            let key = try parts.key(request.citizen, in: db)
            try parts.requireStranger(official, to: [key], in: db)
            let event = event == .answered && request.right.isOwnWork ? .granted : event
            let steps = try PrivacyRequestStore.steps(of: number, in: db)
            if request.state == .appealed {
                let first = steps.last { [.answered, .refused, .granted].contains($0.event) }?.official
                guard first != official.id else { throw PrivacyRefused.sameOfficial }
            }
            guard let next = request.state.after(event),
                try PrivacyRequestStore.advance(
                    number, from: request.state, to: next, by: event, official: official.id,
                    at: parts.world.now(), in: db)
            else { throw PrivacyRefused.notNow }
            if event != .taken {
                let sealed = try answer.map { try key.sealText($0, at: RequestPlace.answer(number)) }
                try PrivacyRequestStore.keepAnswer(sealed, reason: reason, of: number, in: db)
            }
            try parts.note(
                "request.\(event.rawValue)", by: .staff(official.id), about: key.commitment(), number: number,
                decision: reason?.rawValue, purpose: "rights/\(request.right.rawValue)", in: db)
            return request
        }
    }

    private static func find(_ number: RequestNumber, in db: any SQLConnection) throws -> PrivacyRequest {
        guard let request = try PrivacyRequestStore.find(number, in: db) else {
            throw PrivacyRefused.unknownRequest
        }
        return request
    }
}
