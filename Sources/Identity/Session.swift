public import Base
public import Storage

/// One visit of one person at one terminal, from choosing a service to goodbye.
///
/// It begins without a person and gains one when identification succeeds; it never changes from one person to another.
public struct Session: Hashable, Sendable {
    /// Idle life on the server: the screen ends a visit after 120 s, after 360 s in large print; half a minute more.
    public static let idleMax = Duration.seconds(390)
    /// Life in all, whatever happens.
    public static let lifeMax = Duration.seconds(20 * 60)
    /// A session last seen this much later than now is over: the clock was set back, and its age cannot be told.
    public static let clockBackMax = Duration.seconds(10)

    public enum End: String, Sendable, CaseIterable, SQLConvertible {
        /// The person pressed the button or finished.
        case finished
        /// Nobody touched the screen.
        case idle
        /// The terminal started again, or ended what it had.
        case terminal
        /// Something did not match: another card, another person.
        case mismatch
    }

    public let id: Token
    public let terminalID: String
    public let language: Language
    /// The service that was chosen: `<department>/<slug>`.
    public let service: String
    public let way: Way?
    /// Nil until identification succeeded.
    public let citizen: Token?
    public let factors: Set<Factor>
    public let startedAt: Instant
    public let lastSeenAt: Instant
    /// SHA-256 of the token the session is presented with; print tickets carry it.
    public let tokenHash: [UInt8]
    /// Whether the person said at the beginning that she comes for somebody else.
    public var isForAnother = false
    /// Whether it is no visit at all: the person goes on by her own phone with what she began at the terminal.
    public private(set) var isAway = false

    func isOver(at now: Instant) -> Bool {
        now.since(lastSeenAt) > Self.idleMax || now.since(startedAt) > Self.lifeMax
            || lastSeenAt.since(now) > Self.clockBackMax
    }
}

/// A session whose person is known: the only thing that opens a person's data.
public struct IdentifiedSession: Hashable, Sendable {
    public let session: Session
    public let citizen: Token

    /// - Throws: ``IdentityRefused/notIdentified`` when nobody has been identified yet.
    public init(_ session: Session) throws(IdentityRefused) {
        guard let citizen = session.citizen else { throw .notIdentified }
        self.session = session
        self.citizen = citizen
    }
}

extension IdentifiedSession {
    /// The terminal at which its person stands; nil for a person who goes on by her own phone.
    public var terminal: String? { session.isAway ? nil : session.terminalID }

    /// A person who is signed in on her own phone with two factors, as far as a form that she began at a terminal needs her.
    ///
    /// `terminal` is where the form was begun: its stops and its queue hold for the phone too. The phone counts as the one
    /// factor `phone`, so it answers every form and hands in only those of services that a phone may open.
    ///
    /// - Throws: ``AccountRefused/levelTooLow``.
    public init(
        _ account: AccountSession, goingOnFrom terminal: String, for service: String
    ) throws(AccountRefused) {
        guard account.level >= .substantial, !account.factors.isEmpty else { throw .levelTooLow }
        session = Session(account, goingOnFrom: terminal, for: service)
        citizen = account.citizen
    }
}

extension Session {
    fileprivate init(_ account: AccountSession, goingOnFrom terminal: String, for service: String) {
        self.init(
            id: account.id, terminalID: terminal, language: account.language, service: service, way: nil,
            citizen: account.citizen, factors: [.phone], startedAt: account.startedAt,
            lastSeenAt: account.lastSeenAt, tokenHash: account.tokenHash)
        isAway = true
    }
}
