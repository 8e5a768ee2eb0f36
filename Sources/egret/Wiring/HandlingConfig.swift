import Casework
import Configuration

/// How long unfinished forms, decided cases and questions to their persons wait.
///
/// ## Configuration keys
/// - `handling.draft.days` (int, default 15): how long an unfinished form is kept for its person; 1 to 30. The shortest time
///   that is necessary (Personal Information Protection Law, article 19): a fortnight is enough to fetch what is missing.
/// - `handling.result.days` (int, default 30): how long the paper of a decided case may be fetched; 1 to 365.
/// - `handling.correction.days` (int, default 30): how long a case waits for what was asked of its person; 5 to 365.
/// - `handling.correction.reminder.days` (int, default 2): how many working days before that she is reminded; 0 (on the last
///   day itself) to 10.
/// - `handling.acceptance.days` (int, default 5): in how many working days a department says what is missing in an application;
///   then it counts as accepted from its first day (Administrative Licensing Law, articles 32 and 82), which is the most it may be; 1 to 5.
/// - `handling.warning.days` (int, default 1): what is due within so many working days after today is *due soon* in the clerks'
///   lists; 0 (today alone) to 20.
/// - `handling.escalation.days` (int, default 3): after how many further working days a late step is told to the office of the
///   next level, and again to the one above it; 1 to 30. The law has the higher organ put it right and sets no days
///   (Administrative Licensing Law, articles 60 and 74).
/// - `handling.referral.max` (int, default 2): how often a step may go to another office of its department; then whoever has it
///   decides; 0 to 5.
/// - `handling.reminder.hour` (int, default 10): the hour of the day, in China, at which reminders of appointments, corrections
///   and of what ends are sent; 8 to 20.
/// - `handling.refusal.days` (int, default 30): how long an unread refusal comes first at its service; 1 to 365.
struct HandlingConfig: Sendable {
    let figures: HandlingFigures

    init(_ config: ConfigReader) throws(ConfigProblem) {
        var figures = HandlingFigures()
        figures.draftLife = try Self.days("handling.draft.days", default: 15, in: 1...30, config)
        figures.resultLife = try Self.days("handling.result.days", in: 1...365, config)
        figures.correctionLife = try Self.days("handling.correction.days", in: 5...365, config)
        figures.refusalLife = try Self.days("handling.refusal.days", in: 1...365, config)
        figures.correctionReminderDays = try config.number(
            "handling.correction.reminder.days", default: figures.correctionReminderDays, in: 0...10,
            expected: "working days, 0 to 10")
        figures.acceptanceDays = try config.number(
            "handling.acceptance.days", default: figures.acceptanceDays, in: 1...5,
            expected: "working days, 1 to 5")
        figures.warningDays = try config.number(
            "handling.warning.days", default: figures.warningDays, in: 0...20,
            expected: "working days, 0 to 20")
        figures.escalationDays = try config.number(
            "handling.escalation.days", default: figures.escalationDays, in: 1...30,
            expected: "working days, 1 to 30")
        figures.referralMax = try config.number(
            "handling.referral.max", default: figures.referralMax, in: 0...5, expected: "a number, 0 to 5")
        figures.reminderHour = try config.number(
            "handling.reminder.hour", default: figures.reminderHour, in: 8...20, expected: "an hour, 8 to 20")
        self.figures = figures
    }

    private static func days(
        _ key: String, default days: Int = 30, in range: ClosedRange<Int>, _ config: ConfigReader
    ) throws(ConfigProblem) -> Duration {
        let days = try config.number(
            key, default: days, in: range, expected: "days, \(range.lowerBound) to \(range.upperBound)")
        return .seconds(86_400 * days)
    }
}
