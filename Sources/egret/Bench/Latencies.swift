import NIOCore

/// How long things took, and what half of them or ninety-nine in a hundred took at most.
struct Latencies: Sendable {
    private(set) var nanoseconds: [Int64] = []

    mutating func add(_ took: Int64) { nanoseconds.append(took) }

    mutating func add(contentsOf other: Latencies) { nanoseconds += other.nanoseconds }

    /// **Unit:** milliseconds; 0 when nothing was measured.
    func percentile(_ share: Double) -> Double {
        guard !nanoseconds.isEmpty else { return 0 }
        let sorted = nanoseconds.sorted()
        let index = min(sorted.count - 1, Int((Double(sorted.count) * share).rounded(.up)) - 1)
        return Double(sorted[max(0, index)]) / 1e6
    }

    /// Adds `n`, `p50_ms` and `p99_ms` to a line.
    func write(to line: inout BenchLine) {
        line["n"] = .count(nanoseconds.count)
        line["p50_ms"] = .figure(percentile(0.5))
        line["p99_ms"] = .figure(percentile(0.99))
    }
}

/// The machine's steady clock.
enum Ticks {
    /// **Unit:** nanoseconds since an arbitrary moment.
    static var now: Int64 { Int64(NIODeadline.now().uptimeNanoseconds) }

    /// **Unit:** seconds since a moment of this clock.
    static func seconds(since start: Int64) -> Double { Double(now - start) / 1e9 }
}
