import Base

/// How long after wrong tries in a row the next one is listened to.
///
/// Waits grow from half a minute to an hour, and after a hundred the way is closed until she proves herself at a
/// terminal. They are counted apart for every browser that she has used before, so that nobody shuts her out.
/// Source: NIST SP 800-63B-4, 3.2.2: at most 100 in a row; waits of 30 s to an hour are its example.
struct Throttle: Hashable, Sendable {
    static let freeTries = 4
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

    static func wait(after failures: Int) -> Duration {
        guard failures > freeTries else { return .zero }
        return min(firstWait * (1 << min(failures - freeTries - 1, 20)), longestWait)
    }

    func verdict(at now: Instant) -> Verdict {
        guard failures < Self.triesMax else { return .closed }
        let until = lastFailedAt + Self.wait(after: failures)
        return now < until ? .wait(until: until) : .welcome
    }
}
