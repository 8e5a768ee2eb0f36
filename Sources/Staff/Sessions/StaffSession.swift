public import Base

/// One person at the desk in one browser, from signing in to the end.
public struct StaffSession: Hashable, Sendable {
    public static let idleMax = Duration.seconds(15 * 60)
    public static let lifeMax = Duration.seconds(12 * 3_600)
    /// How long after showing a passkey one may do what more than a signed-in browser is needed for.
    public static let freshFor = Duration.seconds(600)
    /// A session last seen this much later than now is over: the clock was set back, and its age cannot be told.
    public static let clockBackMax = Duration.seconds(10)

    public enum End: String, Sendable, CaseIterable {
        case signedOut
        case idle
        /// Somebody signed in anew in the same browser.
        case replaced
        /// The account was shut out.
        case ended
        /// The console ended it.
        case console
        /// The console began to replace her device, or did so.
        case recovery
    }

    public let id: Token
    public let account: String
    /// The passkey that was shown.
    public let passkey: Token
    public let startedAt: Instant
    public let lastSeenAt: Instant
    /// When the passkey was last shown again; nil when it was not since signing in.
    var provedAgainAt: Instant?

    func isFresh(at now: Instant) -> Bool {
        let age = now.since(provedAgainAt ?? startedAt)
        return age >= .zero && age <= Self.freshFor
    }

    func isOver(at now: Instant) -> Bool {
        now.since(lastSeenAt) >= Self.idleMax || now.since(startedAt) >= Self.lifeMax
            || lastSeenAt.since(now) > Self.clockBackMax
    }
}

/// Somebody who is signed in, with what she may do now.
public struct StaffPresence: Hashable, Sendable {
    public let session: StaffSession
    public let account: StaffAccount

    /// Before one says yes, asks for another's yes, or takes persons' data out of the house.
    ///
    /// - Throws: ``StaffRefused/proofTooOld``.
    public func requireFresh(at now: Instant) throws(StaffRefused) {
        guard session.isFresh(at: now) else { throw .proofTooOld }
    }
}
