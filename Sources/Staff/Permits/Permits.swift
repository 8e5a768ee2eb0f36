import Audit
import Base
import Storage

/// What keeps one alone at the console from the keys: a code that two people of the desk gave, for one act, once.
public struct Permits: Sendable {
    public static let life = Duration.seconds(3_600)

    let parts: StaffParts

    public init(_ parts: StaffParts) {
        self.parts = parts
    }

    /// Makes the code; the second person sees it and hands it over.
    ///
    /// `other` is what is done where the matter is none of the console's.
    static func effect(_ parts: StaffParts, beside other: ApprovalEffect? = nil) -> ApprovalEffect {
        { approval, decider, db in
            guard case .other(_, _, let data) = approval.matter else { throw StaffRefused.malformed }
            guard let act = PermitAct(String(decoding: data, as: UTF8.self)), act.kind == approval.kind else {
                guard let other else { throw StaffRefused.malformed }
                return try other(approval, decider, db)
            }
            let code = StaffCode(parts.world)
            try PermitStore.insert(
                code.hash, act, approval: approval.id, expiresAt: parts.world.now() + life, in: db)
            try parts.note("permit.given", by: .staff(decider.id), decision: act.text, in: db)
            return code.text
        }
    }

    /// Uses a code up before the act it is for.
    ///
    /// As long as the desk has nobody who could ask and another who could agree, the console acts alone, and the log says so.
    ///
    /// - Throws: ``StaffRefused/permitNeeded`` without a code; ``StaffRefused/permitUnknown`` for one that is unknown, used,
    ///   over or for another act.
    public func use(_ code: String?, for act: PermitAct) async throws {
        try await use(code, for: act, askedBy: nil)
    }

    /// Lets somebody of the desk work at a person's request on the console, in her own name.
    ///
    /// - Returns: Her account, in whose name it is done.
    /// - Throws: ``StaffRefused/rightMissing`` for an account that may not; the others as ``use(_:for:)``, and
    ///   ``StaffRefused/permitUnknown`` for a code that somebody else asked for.
    @discardableResult
    public func useForRequest(
        _ number: String, _ code: String?, by account: String
    ) async throws -> StaffAccount {
        let person = try await parts.engine.read { [parts] db in
            try StaffAccountStore.find(account, vault: parts.vault, in: db)
        }
        guard let person, person.may(.workRequests) else { throw StaffRefused.rightMissing }
        try await use(code, for: .request(number), askedBy: account)
        return person
    }

    private func use(_ code: String?, for act: PermitAct, askedBy asker: String?) async throws {
        let now = parts.world.now()
        try await parts.engine.write { [parts] db in
            if let hash = code.flatMap(StaffCode.hash),
                try PermitStore.use(hash, for: act, askedBy: asker, at: now, in: db)
            {
                try parts.note("permit.used", by: .staff("console"), decision: act.text, in: db)
                return
            }
            guard code == nil else { throw StaffRefused.permitUnknown }
            guard try !Self.isManned(for: act.kind, parts, in: db) else { throw StaffRefused.permitNeeded }
            try parts.note("permit.unmanned", by: .staff("console"), decision: act.text, in: db)
        }
    }

    /// Whether the desk has two people for something, so that the console alone may not do it.
    ///
    /// - Throws: ``StaffRefused/permitNeeded`` when it has.
    public func requireUnmanned(for kind: ApprovalKind) async throws {
        let isManned = try await parts.engine.read { [parts] db in
            try Self.isManned(for: kind, parts, in: db)
        }
        guard !isManned else { throw StaffRefused.permitNeeded }
    }

    static func isManned(
        for kind: ApprovalKind, _ parts: StaffParts, in db: any SQLConnection
    ) throws -> Bool {
        let active = try StaffAccountStore.active(
            holding: kind.requesters.union(kind.deciders), vault: parts.vault, in: db)
        return active.contains { asker in
            !asker.roles.isDisjoint(with: kind.requesters)
                && active.contains { $0.id != asker.id && !$0.roles.isDisjoint(with: kind.deciders) }
        }
    }
}
