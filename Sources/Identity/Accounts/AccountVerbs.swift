public import Base
public import Storage
import Passkeys

/// The verbs of citizens' accounts, wired once.
public final class AccountVerbs: Sendable {
    public let current: CurrentAccount
    let activate: ActivateAccount
    let signIn: SignIn
    let manage: ManageAccount
    let phone: PhoneLogin
    let setPhone: SetPhone
    public let notices: AccountNotice
    public let endSignIns: EndSignIns

    public init(_ parts: AccountParts) {
        current = CurrentAccount(parts: parts)
        activate = ActivateAccount(parts: parts)
        signIn = SignIn(parts: parts)
        manage = ManageAccount(parts: parts)
        phone = PhoneLogin(parts: parts)
        setPhone = SetPhone(parts: parts)
        notices = AccountNotice(parts)
        endSignIns = EndSignIns(parts: parts)
    }

    /// Whether somebody guesses at many accounts, on the site or at terminals: an operator looks.
    public func areGuessed() async throws -> Bool {
        let parts = current.parts
        return try await parts.engine.read { db in
            let now = parts.world.now()
            return try GuessWatch.everybody.isOn(at: now, parts.vault, in: db)
                || GuessWatch.terminals.isOn(at: now, parts.vault, in: db)
        }
    }

    /// **Range:** more than these wait for the next minute.
    private static let overdueMax = 1_000

    /// Writes down the end of sessions that nobody presents any more, and forgets waits of long ago.
    public func tidy() async throws {
        let now = current.parts.world.now()
        try await current.parts.engine.write { [parts = current.parts] db in
            for session in try AccountSessionStore.overdue(at: now, limit: Self.overdueMax, in: db) {
                try parts.endOverdue(session, at: now, in: db)
            }
            _ = try ThrottleStore.prune(before: now - .seconds(30 * 86_400), in: db)
        }
    }

    /// Closes a person's account: whatever could sign her in goes, what it let in ends, and the account is no more.
    public func close(_ citizen: Token, in db: any SQLConnection) throws {
        let parts = current.parts
        guard let person = try CitizenStore.find(citizen, vault: parts.vault, in: db) else { return }
        let now = parts.world.now()
        try ActivateAccount.removeEverything(
            of: person, because: .closed, nil, parts, at: now, in: db)
        try AccountCodeStore.markAllUsed(of: citizen, at: now, in: db)
        try AccountStore.close(citizen, in: db)
        try parts.tell(citizen, .closed, in: db)
    }

    /// Whether her account of now is one that was open at a moment.
    public func wasOpen(_ citizen: Token, at moment: Instant, in db: any SQLConnection) throws -> Bool {
        try AccountStore.wasOpen(citizen, at: moment, in: db)
    }

    /// Forgets the keys of a person's devices, when she is erased.
    public func forgetDevices(of citizen: Token, in db: any SQLConnection) throws {
        _ = try current.parts.passkeys?.removeAll(of: citizen.rawValue, in: db)
    }

    /// Whether who is before a terminal has proved herself just now, as the same act in her account would ask of her.
    ///
    /// Her card is in her hand; her phone counts from her last proof on it, the national service from the visit's begin.
    /// - Throws: ``IdentityRefused/proofNeeded`` when that is more than ten minutes ago.
    public func requireFresh(_ visit: IdentifiedSession) async throws {
        let (now, session, citizen) = (current.parts.world.now(), visit.session, visit.citizen)
        if session.factors.contains(.card) { return }
        let provedAt: Instant? =
            session.factors.contains(.phone)
            ? try await current.parts.engine.read { db in
                try PhoneLoginStore.provedAt(visit: session.id, by: citizen, in: db)
            } : session.startedAt
        guard let provedAt, AccountSession.isFresh(provedAt, at: now) else {
            throw IdentityRefused.proofNeeded
        }
    }

    /// - Throws: ``AccountRefused/proofStale`` when she has not proved herself within the last ten minutes.
    public func requireFresh(_ session: AccountSession) throws(AccountRefused) {
        try manage.requireFresh(session)
    }
}
