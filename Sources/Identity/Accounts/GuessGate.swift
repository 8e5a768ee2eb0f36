public import Base
public import Storage
public import Vault

/// Counts tries at a door at which somebody shows that she knows something, by what she asks about and over all together.
///
/// Waits grow as for passwords (``Throttle``); nobody is shut out for ever, and what is asked about need not exist.
public struct GuessGate: Sendable {
    /// Tries in ten minutes over everything; beyond them a first wrong try is the last for half a minute.
    static let triesMax = GuessWatch.everybody.guessesMax

    private let door: String
    private let vault: Vault

    /// `door` is a word of the house, such as `progress`.
    public init(_ door: String, vault: Vault) {
        self.door = door
        self.vault = vault
    }

    /// Takes a try before it is known whether it is right: whoever asks at the same time finds it taken.
    ///
    /// - Returns: Nil for a try that is listened to, else how long to wait. Unit: seconds, 1 and up.
    public func take(_ about: String, at now: Instant, in db: any SQLConnection) throws(SQLError) -> Int? {
        let span = now.milliseconds / (GuessWatch.span.components.seconds * 1_000)
        let all = try ThrottleStore.count(scope("*|\(span)"), at: now, in: db)
        let free = all > Self.triesMax ? Throttle.freeTriesAmongGuesses : Throttle.freeTries
        let own = scope("=\(about)")
        switch try ThrottleStore.find(own, in: db)?.verdict(at: now, freeTries: free) ?? .welcome {
        case .welcome:
            _ = try ThrottleStore.count(own, at: now, in: db)
            return nil
        case .closed: return Int(Throttle.longestWait.components.seconds)
        case .wait(let until): return Int(until.since(now).components.seconds) + 1
        }
    }

    /// Forgets the tries at what was shown to be known.
    public func clear(_ about: String, in db: any SQLConnection) throws(SQLError) {
        try ThrottleStore.clear(scope("=\(about)"), in: db)
    }

    private func scope(_ text: String) -> [UInt8] {
        vault.term(ThrottleStore.index, "\(door)|\(text)")
    }
}
