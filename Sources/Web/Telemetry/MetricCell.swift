import Synchronization

/// The numbers of one series.
final class MetricCell: Sendable {
    /// **Unit:** seconds; from a cached page to the time limit of a request.
    static let bounds: [Double] = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
    ]

    private struct State: Sendable {
        var value = 0.0
        var count: UInt64 = 0
        var buckets: [UInt64]
    }

    private let state: Mutex<State>
    private let isHistogram: Bool

    init(isHistogram: Bool) {
        self.isHistogram = isHistogram
        state = Mutex(State(buckets: isHistogram ? Array(repeating: 0, count: Self.bounds.count) : []))
    }

    func add(_ amount: Double) { state.withLock { $0.value += amount } }

    func set(_ value: Double) { state.withLock { $0.value = value } }

    /// Puts one measurement into its bucket, or replaces the value of a gauge.
    func record(_ value: Double) {
        guard isHistogram else { return set(value) }
        state.withLock { state in
            state.value += value
            state.count += 1
            if let bucket = Self.bounds.firstIndex(where: { value <= $0 }) { state.buckets[bucket] += 1 }
        }
    }

    func text(name: String, labels: String) -> String {
        let state = state.withLock { $0 }
        let braces = labels.isEmpty ? "" : "{\(labels)}"
        guard isHistogram else { return "\(name)\(braces) \(state.value)\n" }
        let lead = labels.isEmpty ? "" : "\(labels),"
        var text = ""
        var sum: UInt64 = 0
        for (bound, count) in zip(Self.bounds, state.buckets) {
            sum += count
            text += "\(name)_bucket{\(lead)le=\"\(bound)\"} \(sum)\n"
        }
        text += "\(name)_bucket{\(lead)le=\"+Inf\"} \(state.count)\n"
        return text + "\(name)_sum\(braces) \(state.value)\n\(name)_count\(braces) \(state.count)\n"
    }
}
