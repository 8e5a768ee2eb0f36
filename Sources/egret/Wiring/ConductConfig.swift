import Configuration
import Staff

/// The figures of the rules of conduct at the desk.
///
/// ## Configuration keys
/// - `conduct.hours` (string, default `7-21`): hours of the day in China in which looks are no matter for a question, from the
///   first to before the last.
/// - `conduct.run.length` (int, default 5): so many case numbers one after the other are a row; 3 to 100.
/// - `conduct.run.minutes` (int, default 10): within which they are; 1 to 60.
/// - `conduct.cases.hour` (int, default 40): different cases within an hour that work explains; 1 to 500.
/// - `conduct.searches.hour` (int, default 20): searches for a person within an hour that work explains; 1 to 200.
/// - `conduct.refused.hour` (int, default 5): refused looks within an hour that slips of the hand explain; 1 to 100.
/// - `conduct.surnames` (string, default fifty-two frequent ones): surnames that say nothing when clerk and holder share
///   them, one character each, without spaces.
/// - `conduct.alert.seconds` (int, default 60): from a look to its alert on the security officer's page at most; 2 to 60.
struct ConductConfig: Sendable {
    let figures: ConductFigures

    init(_ config: ConfigReader) throws(ConfigProblem) {
        var figures = ConductFigures()
        figures.hours = try Self.hours(config) ?? figures.hours
        figures.runLength = try config.number(
            "conduct.run.length", default: figures.runLength, in: 3...100, expected: "a number, 3 to 100")
        figures.runWithin = .seconds(
            60
                * (try config.number(
                    "conduct.run.minutes", default: 10, in: 1...60, expected: "minutes, 1 to 60")))
        figures.perHourMax = try config.number(
            "conduct.cases.hour", default: figures.perHourMax, in: 1...500, expected: "a number, 1 to 500")
        figures.searchesPerHourMax = try config.number(
            "conduct.searches.hour", default: figures.searchesPerHourMax, in: 1...200,
            expected: "a number, 1 to 200")
        figures.refusedPerHourMax = try config.number(
            "conduct.refused.hour", default: figures.refusedPerHourMax, in: 1...100,
            expected: "a number, 1 to 100")
        figures.alertWithin = .seconds(
            try config.number(
                "conduct.alert.seconds", default: 60, in: 2...60, expected: "seconds, 2 to 60"))
        if let surnames = config.string(forKey: "conduct.surnames") {
            guard surnames.allSatisfy(\.isLetter) else {
                throw ConfigProblem(key: "conduct.surnames", expected: "surnames without spaces, such as 陈林黄")
            }
            figures.commonSurnames = Set(surnames)
        }
        self.figures = figures
    }

    private static func hours(_ config: ConfigReader) throws(ConfigProblem) -> Range<Int>? {
        guard let text = config.string(forKey: "conduct.hours") else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 2, let first = parts[0], let last = parts[1], first >= 0, first < last,
            last <= 24
        else { throw ConfigProblem(key: "conduct.hours", expected: "two hours of a day, such as 7-21") }
        return first..<last
    }
}
