/// How a run ended.
package struct Verdict: Sendable {
    package let seed: UInt64
    package let violations: [Violation]
    /// How often each thing was looked at.
    package let judged: [Judgement: Int]
    /// Two runs with the same number went the same way.
    package let traceHash: UInt64
    package let events: Int
    package let steps: Int
    /// How many papers lay in a tray.
    package let papers: Int
    package let virtualSeconds: Int
    /// Line by line, when it was asked for.
    package let lines: [String]
}
