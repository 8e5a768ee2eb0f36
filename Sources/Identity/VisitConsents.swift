public import Base
public import Audit
public import Storage
import Vault

/// The consents that a person gave in her visits, and their taking back by herself.
public struct VisitConsents: Sendable {
    static let listMax: Int64 = 20

    let parts: IdentityParts

    public init(_ parts: IdentityParts) {
        self.parts = parts
    }

    /// A consent as it was given in one visit.
    public struct Given: Hashable, Sendable {
        public let id: Token
        public let purpose: String
        public let wording: String
        public let terminalID: String
        public let givenAt: Instant
        public let withdrawnAt: Instant?
        /// When the visit was over, and the consent with it.
        public let endedAt: Instant?

        public var holds: Bool { withdrawnAt == nil && endedAt == nil }
    }

    /// The youngest first, at most twenty.
    public func all(of citizen: Token) async throws -> [Given] {
        try await parts.engine.read { db in try ConsentStore.all(of: citizen, limit: Self.listMax, in: db) }
    }

    /// Takes back every consent of a purpose that holds; what was proved under it no longer counts in that visit.
    ///
    /// `actor` says in the same transaction who takes them back, or throws when she may not.
    ///
    /// - Returns: How many were taken back.
    public func withdraw(
        _ purpose: Consent, of citizen: Token, requestID: String,
        actor: @escaping @Sendable (any SQLConnection) throws -> AuditActor = { _ in .citizen }
    ) async throws -> Int {
        let parts = parts
        return try await parts.engine.write { db in
            let now = parts.world.now()
            let actor = try actor(db)
            let sessions = try ConsentStore.open(purpose, of: citizen, in: db)
            for session in sessions {
                _ = try ConsentStore.withdraw(purpose, session: session, at: now, in: db)
                let proof: Factor = purpose == .face ? .face : .network
                try SessionStore.drop(proof, from: session, in: db)
                try parts.audit.append(
                    AuditAct(
                        "consent.withdrawn", actor: actor, purpose: "consent/\(purpose.rawValue)",
                        caseNumber: nil, subject: parts.vault.subject(citizen, in: db).commitment(),
                        fields: [Consent.wording], requestID: requestID),
                    in: db)
            }
            return sessions.count
        }
    }
}
