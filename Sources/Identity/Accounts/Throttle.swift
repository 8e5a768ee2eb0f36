import Base
import Storage
import Vault

/// How long after wrong tries in a row the next one is listened to.
///
/// Waits grow from half a minute to an hour, and after a hundred the way is closed until she proves herself at a
/// terminal. They are counted apart for every browser that she has used before, so that nobody shuts her out.
/// Source: NIST SP 800-63B-4, 3.2.2: at most 100 in a row; waits of 30 s to an hour are its example.
struct Throttle: Hashable, Sendable {
    static let freeTries = 4
    /// The same while somebody guesses at many accounts: a first try is always listened to.
    static let freeTriesAmongGuesses = 1
    static let triesMax = 100
    static let firstWait = Duration.seconds(30)
    static let longestWait = Duration.seconds(3_600)

    enum Verdict: Hashable, Sendable {
        case welcome
        case wait(until: Instant)
        case closed
    }

    let failures: Int
    let lastFailedAt: Instant

    static func wait(after failures: Int, freeTries: Int = Throttle.freeTries) -> Duration {
        guard failures > freeTries else { return .zero }
        return min(firstWait * (1 << min(failures - freeTries - 1, 20)), longestWait)
    }

    func verdict(at now: Instant, freeTries: Int = Throttle.freeTries) -> Verdict {
        guard failures < Self.triesMax else { return .closed }
        let until = lastFailedAt + Self.wait(after: failures, freeTries: freeTries)
        return now < until ? .wait(until: until) : .welcome
    }
}

/// Wrong tries over all accounts together, by browsers that nobody knows: one who tries a few passwords at each of many
/// accounts makes no account wait long, and shows only here.
///
/// Who guesses is not known, so nobody is shut out for it: unknown browsers are given fewer tries before the first wait,
/// browsers that a person has used before notice nothing, and an operator is called.
/// Source: ASVS 5.0, 6.3.1; the figures are ours: a city of five million mistypes less often.
struct GuessWatch: Sendable {
    static let span = Duration.seconds(600)
    static let guessesMax = 300

    /// Which spans count at a moment: the one that goes on and the one before.
    static func spans(at now: Instant) -> [Int64] {
        let current = now.milliseconds / (span.components.seconds * 1_000)
        return [current, current - 1]
    }

    static func scope(_ span: Int64, _ vault: Vault) -> [UInt8] {
        vault.term(ThrottleStore.index, "everybody|\(span)")
    }

    static func count(at now: Instant, _ vault: Vault, in db: any SQLConnection) throws(SQLError) {
        _ = try ThrottleStore.count(scope(spans(at: now)[0], vault), at: now, in: db)
    }

    static func isOn(at now: Instant, _ vault: Vault, in db: any SQLConnection) throws(SQLError) -> Bool {
        var guesses = 0
        for span in spans(at: now) {
            guesses += try ThrottleStore.find(scope(span, vault), in: db)?.failures ?? 0
        }
        return guesses >= guessesMax
    }
}
