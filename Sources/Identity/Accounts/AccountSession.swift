public import Base
public import Storage

/// A person signed in to her account from a browser of her own.
///
/// It begins when her first factor is right and counts for nothing until the second is.
public struct AccountSession: Hashable, Sendable {
    /// Idle life.
    ///
    /// Source: NIST SP 800-63B-4, AAL2: at most an hour.
    public static let idleMax = Duration.seconds(30 * 60)
    /// Life in all.
    ///
    /// Source: NIST SP 800-63B-4, AAL2: at most 24 hours.
    public static let lifeMax = Duration.seconds(12 * 3_600)
    /// From the first factor to the second.
    public static let secondWithin = Duration.seconds(5 * 60)
    /// What is dear asks for a proof no older than this.
    public static let proofFreshFor = Duration.seconds(10 * 60)

    public enum State: String, Sendable, CaseIterable, SQLConvertible {
        /// The password was right; nothing is shown yet.
        case first
        case open
    }

    public enum End: String, Sendable, CaseIterable, SQLConvertible {
        /// She pressed the button.
        case finished
        case idle
        /// Its life in all was over.
        case lifetime
        /// She ended all of her sessions, or changed a way to prove herself.
        case everywhere
        /// Another sign-in took its place.
        case replaced
        /// The house ended it.
        case house
    }

    public let id: Token
    public let citizen: Token
    public let state: State
    public let factors: Set<Factor>
    public let level: Assurance
    public let language: Language
    public let startedAt: Instant
    public let lastSeenAt: Instant
    /// When she last proved who she is.
    public let authenticatedAt: Instant
    public let tokenHash: [UInt8]

    public func isOver(at now: Instant) -> Bool {
        let idle = state == .first ? Self.secondWithin : Self.idleMax
        return now.since(lastSeenAt) > idle || now.since(startedAt) > Self.lifeMax
            || lastSeenAt.since(now) > Session.clockBackMax
    }

    /// Whether she proved herself just now, which a change of her ways to prove herself asks for.
    public func isFresh(at now: Instant) -> Bool {
        Self.isFresh(authenticatedAt, at: now)
    }

    static func isFresh(_ provedAt: Instant, at now: Instant) -> Bool {
        now.since(provedAt) <= proofFreshFor && provedAt.since(now) <= Session.clockBackMax
    }

    /// Whether the code of a terminal alone opened it: it is for setting up how to sign in, and for nothing else.
    public var isForSetUp: Bool { factors == [.activation] }
}
