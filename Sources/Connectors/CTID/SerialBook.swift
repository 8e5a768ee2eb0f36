import Base
import Synchronization

/// Serial numbers seen lately, so that a recorded pair of answers cannot speak for another question.
///
/// Answers older than ``CTIDAuthority/skewMax`` are refused by their time, so no serial is kept longer than twice that.
final class SerialBook: Sendable {
    private let seen = Mutex<[String: (key: Token, at: Instant)]>([:])

    /// True when the serial is new, or was given to the same question before.
    func isOurs(_ serial: String, key: Token, now: Instant) -> Bool {
        seen.withLock { seen in
            if let earlier = seen[serial] { return earlier.key == key }
            let oldest = now - CTIDAuthority.skewMax * 2
            if seen.count >= 1_024 { seen = seen.filter { $0.value.at >= oldest } }
            seen[serial] = (key, now)
            return true
        }
    }
}
