import Base
import Audit
import Catalogue
import Storage
import Vault

/// A person's own requests: what became of them, and what she can do with them.
public struct OwnRequests: Sendable {
    let parts: PrivacyParts

    public init(_ parts: PrivacyParts) {
        self.parts = parts
    }

    /// The youngest first, without their texts; at most fifty.
    public func all(of person: PersonHere) async throws -> [PrivacyRequest] {
        try await parts.engine.read { db in try PrivacyRequestStore.all(of: person.citizen, in: db) }
    }

    /// One with its texts and its history.
    ///
    /// - Throws: ``PrivacyRefused/unknownRequest`` when there is none, or it is another person's.
    public func one(
        _ number: RequestNumber, of person: PersonHere
    ) async throws -> (request: PrivacyRequest, steps: [RequestStep]) {
        let parts = parts
        return try await parts.engine.read { db in
            let request = try Self.find(number, of: person, in: db)
            return (
                try RequestTexts.opened(request, by: parts, in: db),
                try PrivacyRequestStore.steps(of: number, in: db)
            )
        }
    }

    /// Takes a request back; nothing more is done about it.
    public func withdraw(_ number: RequestNumber, of person: PersonHere, requestID: String) async throws {
        try await step(.withdrawn, number, of: person, requestID: requestID)
    }

    /// Asks for a second look, by another official, within the same days again.
    public func appeal(_ number: RequestNumber, of person: PersonHere, requestID: String) async throws {
        try await step(.appealed, number, of: person, requestID: requestID)
    }

    private func step(
        _ event: RequestEvent, _ number: RequestNumber, of person: PersonHere, requestID: String
    ) async throws {
        let parts = parts
        try await parts.engine.write { db in
            let now = parts.world.now()
            let request = try Self.find(number, of: person, in: db)
            if event == .appealed {
                // What was granted on the second look and carried out ends like any other answer; there is no third look.
                let steps = try PrivacyRequestStore.steps(of: number, in: db)
                guard !steps.contains(where: { $0.event == .appealed }) else { throw PrivacyRefused.notNow }
            }
            guard let next = request.state.after(event),
                try PrivacyRequestStore.advance(
                    number, from: request.state, to: next, by: event, official: nil, at: now, in: db)
            else { throw PrivacyRefused.notNow }
            if event == .appealed, let clock = parts.rules[request.right] {
                try PrivacyRequestStore.restartClock(
                    of: number, due: now + clock.period, remind: now + clock.reminder, in: db)
            }
            try parts.note(
                "request.\(event.rawValue)", by: .citizen,
                about: parts.key(person.citizen, in: db).commitment(), number: number,
                purpose: "rights/\(request.right.rawValue)", terminal: person.terminal, requestID: requestID,
                in: db)
        }
    }

    static func find(
        _ number: RequestNumber, of person: PersonHere, in db: any SQLConnection
    ) throws -> PrivacyRequest {
        guard let request = try PrivacyRequestStore.find(number, in: db), request.citizen == person.citizen
        else { throw PrivacyRefused.unknownRequest }
        return request
    }
}

/// Opens what a person wrote and what she was answered.
enum RequestTexts {
    static func opened(
        _ request: PrivacyRequest, by parts: PrivacyParts, in db: any SQLConnection
    ) throws -> PrivacyRequest {
        let sealed = try PrivacyRequestStore.sealedTexts(of: request.number, in: db)
        guard sealed.text != nil || sealed.answer != nil else { return request }
        let key = try parts.key(request.citizen, in: db)
        var opened = request
        opened.text = try sealed.text.map { try key.openText($0, at: RequestPlace.text(request.number)) }
        opened.answer = try sealed.answer.map {
            try key.openText($0, at: RequestPlace.answer(request.number))
        }
        return opened
    }
}
