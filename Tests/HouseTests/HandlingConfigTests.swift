import Casework
import Configuration
import Testing

@testable import egret

/// How long things wait for their person and for their clerk, as an operator writes it.
@Suite struct HandlingConfigTests {
    private static func read(_ values: [String: String]) throws(ConfigProblem) -> HandlingFigures {
        try HandlingConfig(
            ConfigReader(
                provider: EnvironmentVariablesProvider(environmentVariables: values).prefixKeys(with: "egret")
            )
        ).figures
    }

    @Test func whatIsNotWrittenIsTheDefault() throws {
        let figures = try Self.read([:])
        #expect(figures == HandlingFigures())
        #expect(figures.warningDays == 1 && figures.escalationDays == 3 && figures.acceptanceDays == 5)
        #expect(figures.correctionReminderDays == 2)
    }

    @Test func everyFigureInWorkingDaysIsTaken() throws {
        let figures = try Self.read([
            "EGRET_HANDLING_WARNING_DAYS": "0", "EGRET_HANDLING_ESCALATION_DAYS": "30",
            "EGRET_HANDLING_ACCEPTANCE_DAYS": "2", "EGRET_HANDLING_CORRECTION_REMINDER_DAYS": "0",
        ])
        #expect(figures.warningDays == 0 && figures.escalationDays == 30 && figures.acceptanceDays == 2)
        #expect(figures.correctionReminderDays == 0)
    }

    @Test(arguments: [
        ("WARNING_DAYS", "-1"), ("WARNING_DAYS", "21"), ("WARNING_DAYS", "soon"), ("ESCALATION_DAYS", "0"),
        ("ESCALATION_DAYS", "31"), ("ACCEPTANCE_DAYS", "6"), ("CORRECTION_REMINDER_DAYS", "-1"),
        ("CORRECTION_REMINDER_DAYS", "11"),
    ])
    func aFigureOutOfItsRangeNamesItsKey(_ key: String, _ value: String) throws {
        let problem = #expect(throws: ConfigProblem.self) {
            try Self.read(["EGRET_HANDLING_\(key)": value])
        }
        #expect(problem?.key == "handling." + key.lowercased().replacing("_", with: "."))
    }
}
