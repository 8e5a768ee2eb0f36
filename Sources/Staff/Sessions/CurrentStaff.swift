import Audit
import Base
import Storage
import Vault

/// Finds who is signed in, and keeps the session of whoever acts alive.
public struct CurrentStaff: Sendable {
    /// A session's last sight is written at most this often.
    static let touchEvery = Duration.seconds(10)

    let parts: StaffParts

    public init(_ parts: StaffParts) {
        self.parts = parts
    }

    /// Roles are read with every request: what was taken from somebody is gone at once.
    ///
    /// While the console replaces her device she
    /// has none, and can do nothing with the old one but refuse. To be asked for keeps no session alive: ``keep(_:)`` does.
    ///
    /// - Throws: ``StaffRefused/sessionOver`` when the token is unknown or over, or its account is shut out.
    public func callAsFunction(token: String?) async throws -> StaffPresence {
        guard let token, Token(rawValue: token) != nil else { throw StaffRefused.sessionOver }
        let hash = SignInStaff.hash(token)
        let now = parts.world.now()
        let found = try await parts.engine.read { [parts] db -> StaffPresence? in
            guard let session = try StaffSessionStore.open(tokenHash: hash, in: db) else { return nil }
            return StaffPresence(
                session: session, account: try parts.standing(session.account, at: now, in: db))
        }
        guard let presence = found, presence.account.state == .active else { throw StaffRefused.sessionOver }
        let session = presence.session
        guard !session.isOver(at: now) else {
            try await parts.engine.write { db in
                try StaffSessionStore.end(session.id, because: .idle, at: now, in: db)
            }
            throw StaffRefused.sessionOver
        }
        return presence
    }

    /// She did something herself, so her idle minutes begin anew; the gate alone knows whether she did.
    func keep(_ session: StaffSession) async throws {
        let now = parts.world.now()
        guard now.since(session.lastSeenAt) >= Self.touchEvery else { return }
        try await parts.engine.write { db in try StaffSessionStore.touch(session.id, at: now, in: db) }
    }

    /// The word for whose session a token opens, or opened before it was over; nil for one that nobody ever had.
    func owner(token: String?) async throws -> String? {
        guard let token, Token(rawValue: token) != nil else { return nil }
        return try await parts.engine.read { db in
            try StaffSessionStore.account(tokenHash: SignInStaff.hash(token), in: db)
        }.map(owner)
    }

    func owner(_ account: String) -> String {
        Base64URL.encode(Array(parts.vault.term(BlindIndex("staff.kept-form", bits: 96), account)))
    }

    /// Ends the session on the server; one that is over already is left alone.
    public func signOut(token: String?, requestID: String) async throws {
        guard let token, Token(rawValue: token) != nil else { return }
        let now = parts.world.now()
        try await parts.engine.write { [parts] db in
            guard let session = try StaffSessionStore.open(tokenHash: SignInStaff.hash(token), in: db) else {
                return
            }
            try StaffSessionStore.end(session.id, because: .signedOut, at: now, in: db)
            try parts.note("staff.signed-out", by: .staff(session.account), decision: nil, requestID, in: db)
        }
    }
}

extension StaffParts {
    /// Somebody as she stands now: while the console replaces her device she has no role.
    fileprivate func standing(
        _ id: String, at now: Instant, in db: any SQLConnection
    ) throws -> StaffAccount {
        var account = try account(id, in: db)
        if try RecoveryStore.replacesDevice(of: id, at: now, in: db) { account.roles = [] }
        return account
    }

    /// Asked in the transaction of what stays when its session is over: since the request found her she may have been shut
    /// out, her sign-ins ended, her roles changed or her device replaced.
    ///
    /// - Throws: ``StaffRefused/sessionOver``, ``StaffRefused/rightMissing``.
    func requireStill(_ presence: StaffPresence, in db: any SQLConnection) throws {
        let account = try standing(presence.account.id, at: world.now(), in: db)
        guard account.state == .active, try StaffSessionStore.isOpen(presence.session.id, in: db) else {
            throw StaffRefused.sessionOver
        }
        guard presence.account.roles.isSubset(of: account.roles) else { throw StaffRefused.rightMissing }
    }
}
