import Configuration
import Staff

/// How long the desk's exceptions last.
///
/// No law sets these figures; they are the house's choice, so that rights at work are reasonably set (Personal Information
/// Protection Law, article 51, item 4).
///
/// ## Configuration keys
/// - `desk.glass.minutes` (int, default 30): how long somebody looks without an open case after breaking the glass; 5 to 120.
/// - `desk.review.hours` (int, default 72): within which somebody else says whether the glass had to be broken; 1 to 168.
/// - `desk.recovery.hours` (int, default 24): between the console's beginning of a recovery and its code, in which the desk can
///   refuse it; 12 to 336.
/// - `desk.export.persons` (int, default 50): so many persons a day somebody takes out of the house alone; 1 to 50.
struct DeskConfig: Sendable {
    let figures: DeskFigures

    init(_ config: ConfigReader) throws(ConfigProblem) {
        var figures = DeskFigures()
        figures.glassLife = .seconds(
            60
                * (try config.number(
                    "desk.glass.minutes", default: figures.glassMinutes, in: 5...120,
                    expected: "minutes, 5 to 120")))
        figures.reviewWithin = .seconds(
            3_600
                * (try config.number(
                    "desk.review.hours", default: figures.reviewHours, in: 1...168,
                    expected: "hours, 1 to 168")))
        figures.recoveryWait = .seconds(
            3_600
                * (try config.number(
                    "desk.recovery.hours", default: figures.recoveryHours, in: 12...336,
                    expected: "hours, 12 to 336")))
        figures.exportAloneMax = try config.number(
            "desk.export.persons", default: figures.exportAloneMax, in: 1...50,
            expected: "persons, 1 to 50")
        self.figures = figures
    }
}
