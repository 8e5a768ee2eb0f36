import Casework
import Configuration

/// How long decided cases and questions to their persons wait.
///
/// ## Configuration keys
/// - `handling.result.days` (int, default 30): how long the paper of a decided case may be fetched; 1 to 365.
/// - `handling.correction.days` (int, default 30): how long a case waits for what was asked of its person; 5 to 365.
/// - `handling.refusal.days` (int, default 30): how long an unread refusal comes first at its service; 1 to 365.
struct HandlingConfig: Sendable {
    let figures: HandlingFigures

    init(_ config: ConfigReader) throws(ConfigProblem) {
        var figures = HandlingFigures()
        figures.resultLife = try Self.days("handling.result.days", in: 1...365, config)
        figures.correctionLife = try Self.days("handling.correction.days", in: 5...365, config)
        figures.refusalLife = try Self.days("handling.refusal.days", in: 1...365, config)
        self.figures = figures
    }

    private static func days(
        _ key: String, in range: ClosedRange<Int>, _ config: ConfigReader
    ) throws(ConfigProblem) -> Duration {
        let days = try config.number(
            key, default: 30, in: range, expected: "days, \(range.lowerBound) to \(range.upperBound)")
        return .seconds(86_400 * days)
    }
}
