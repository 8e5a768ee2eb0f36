import Configuration
import Staff
import Testing

@testable import egret

/// The figures of the rules of conduct, as an operator writes them.
@Suite struct ConductConfigTests {
    private static func read(_ values: [String: String]) throws(ConfigProblem) -> ConductConfig {
        try ConductConfig(
            ConfigReader(
                provider: EnvironmentVariablesProvider(environmentVariables: values).prefixKeys(with: "egret")
            ))
    }

    @Test func whatIsNotWrittenIsTheDefault() throws {
        let figures = try Self.read([:]).figures

        #expect(figures.hours == 7..<21 && figures.runLength == 5 && figures.runWithin == .seconds(600))
        #expect(figures.perHourMax == 40 && figures.refusedPerHourMax == 5)
        #expect(figures.alertWithin == .seconds(60) && figures.commonSurnames.count == 52)
    }

    @Test func everyFigureIsTaken() throws {
        let figures = try Self.read([
            "EGRET_CONDUCT_HOURS": "8-18", "EGRET_CONDUCT_RUN_LENGTH": "3", "EGRET_CONDUCT_RUN_MINUTES": "5",
            "EGRET_CONDUCT_CASES_HOUR": "20", "EGRET_CONDUCT_REFUSED_HOUR": "2",
            "EGRET_CONDUCT_ALERT_SECONDS": "10", "EGRET_CONDUCT_SURNAMES": "陈林",
        ]).figures

        #expect(figures.hours == 8..<18 && figures.runLength == 3 && figures.runWithin == .seconds(300))
        #expect(figures.perHourMax == 20 && figures.refusedPerHourMax == 2)
        #expect(figures.alertWithin == .seconds(10) && figures.commonSurnames == ["陈", "林"])
    }

    @Test(arguments: [
        ("HOURS", "21-7"), ("HOURS", "7"), ("HOURS", "7-25"), ("HOURS", "-1-9"), ("HOURS", "seven-nine"),
        ("RUN_LENGTH", "2"), ("RUN_MINUTES", "0"), ("CASES_HOUR", "many"), ("REFUSED_HOUR", "0"),
        ("ALERT_SECONDS", "61"), ("ALERT_SECONDS", "1"), ("SURNAMES", "陈, 林"),
    ])
    func whatCannotBeUsedIsNamed(_ key: String, _ value: String) {
        do throws(ConfigProblem) {
            _ = try Self.read(["EGRET_CONDUCT_\(key)": value])
            Issue.record("\(key)=\(value) was taken")
        } catch {
            #expect(error.key == "conduct." + key.lowercased().replacing("_", with: "."))
        }
    }
}
