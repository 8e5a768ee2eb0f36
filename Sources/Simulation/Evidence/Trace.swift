import Synchronization

/// Everything that happened in a run, in order: kept as one number, and line by line when asked for.
package final class Trace: Sendable {
    private struct State {
        /// FNV-1a, 64 bits.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var count = 0
        var lines: [String] = []
    }

    private let scheduler: Scheduler
    private let keepsLines: Bool
    private let state = Mutex(State())

    package init(scheduler: Scheduler, keepsLines: Bool) {
        self.scheduler = scheduler
        self.keepsLines = keepsLines
    }

    /// Two runs with the same number went the same way.
    package var hash: UInt64 { state.withLock { $0.hash } }
    package var count: Int { state.withLock { $0.count } }
    package var lines: [String] { state.withLock { $0.lines } }

    func note(_ who: String, _ what: @autoclosure () -> String) {
        let at = scheduler.now.wholeMicroseconds
        let text = what()
        state.withLock { state in
            var hash = state.hash
            withUnsafeBytes(of: at) {
                for byte in $0 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
            }
            for byte in who.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
            state.hash = hash
            state.count += 1
            if keepsLines { state.lines.append("\(Self.clock(at)) \(who): \(text)") }
        }
    }

    private static func clock(_ microseconds: Int) -> String {
        let text = String(microseconds % 1_000_000)
        return "\(microseconds / 1_000_000)." + String(repeating: "0", count: 6 - text.count) + text
    }
}
