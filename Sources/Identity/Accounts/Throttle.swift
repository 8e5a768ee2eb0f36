import Base
import Storage
import Vault

/// How long after wrong tries in a row the next one is listened to.
///
/// Waits grow from half a minute to an hour, and after a hundred the way is closed until she proves herself at a
/// terminal, or for a day: with every day without a try half of them are forgotten, so that nobody can close it for good.
/// They are counted apart for every browser that she has used before, so that nobody shuts her out.
/// Source: NIST SP 800-63B-4, 3.2.2: at most 100 in a row; waits of 30 s to an hour are its example. The day is ours.
struct Throttle: Hashable, Sendable {
    static let freeTries = 4
    /// The same while somebody guesses at many accounts: a first try is always listened to.
    static let freeTriesAmongGuesses = 1
    static let triesMax = 100
    static let firstWait = Duration.seconds(30)
    static let longestWait = Duration.seconds(3_600)
    static let halvesEvery = Duration.seconds(86_400)

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

    /// How many of them still count.
    func remembered(at now: Instant) -> Int {
        let days = now.since(lastFailedAt).components.seconds / Self.halvesEvery.components.seconds
        return failures >> max(0, min(days, 62))
    }

    func verdict(
        at now: Instant, freeTries: Int = Throttle.freeTries, triesMax: Int = Throttle.triesMax
    ) -> Verdict {
        let failures = remembered(at: now)
        guard failures < triesMax else { return .closed }
        let until = lastFailedAt + Self.wait(after: failures, freeTries: freeTries)
        return now < until ? .wait(until: until) : .welcome
    }
}

/// Wrong tries at one place over all accounts together: one who tries a few passwords at each of many accounts makes no
/// account wait long, and shows only here.
///
/// Who guesses is not known, so nobody is shut out for it: at that place there are fewer tries before the first wait,
/// browsers that a person has used before notice nothing, and an operator is called.
/// Source: ASVS 5.0, 6.3.1; the figures are ours: a city of five million mistypes less often.
struct GuessWatch: Hashable, Sendable {
    static let span = Duration.seconds(600)
    /// Browsers that nobody knows.
    static let everybody = GuessWatch(place: "everybody", guessesMax: 300)
    /// All terminals together.
    static let terminals = GuessWatch(place: "terminals", guessesMax: 300)

    let place: String
    let guessesMax: Int

    static func terminal(_ id: String) -> GuessWatch { GuessWatch(place: "terminal|\(id)", guessesMax: 30) }

    /// Which spans count at a moment: the one that goes on and the one before.
    private static func spans(at now: Instant) -> [Int64] {
        let current = now.milliseconds / (span.components.seconds * 1_000)
        return [current, current - 1]
    }

    private func scope(_ span: Int64, _ vault: Vault) -> [UInt8] {
        vault.term(ThrottleStore.index, "\(place)|\(span)")
    }

    func count(at now: Instant, _ vault: Vault, in db: any SQLConnection) throws(SQLError) {
        _ = try ThrottleStore.count(scope(Self.spans(at: now)[0], vault), at: now, in: db)
    }

    func isOn(at now: Instant, _ vault: Vault, in db: any SQLConnection) throws(SQLError) -> Bool {
        var guesses = 0
        for span in Self.spans(at: now) {
            guesses += try ThrottleStore.find(scope(span, vault), in: db)?.failures ?? 0
        }
        return guesses >= guessesMax
    }
}
