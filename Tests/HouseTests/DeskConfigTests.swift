import Configuration
import Staff
import Testing

@testable import egret

/// How long the desk's exceptions last, as an operator writes it.
@Suite struct DeskConfigTests {
    private static func read(_ values: [String: String]) throws(ConfigProblem) -> DeskFigures {
        try DeskConfig(
            ConfigReader(
                provider: EnvironmentVariablesProvider(environmentVariables: values).prefixKeys(with: "egret")
            )
        ).figures
    }

    @Test func whatIsNotWrittenIsTheDefault() throws {
        let figures = try Self.read([:])

        #expect(figures == DeskFigures())
        #expect(figures.glassMinutes == 30 && figures.reviewHours == 72 && figures.recoveryHours == 24)
        #expect(figures.exportAloneMax == 50)
    }

    @Test func everyFigureIsTaken() throws {
        let figures = try Self.read([
            "EGRET_DESK_GLASS_MINUTES": "10", "EGRET_DESK_REVIEW_HOURS": "24",
            "EGRET_DESK_RECOVERY_HOURS": "48", "EGRET_DESK_EXPORT_PERSONS": "20",
        ])

        #expect(figures.glassLife == .seconds(600) && figures.reviewWithin == .seconds(86_400))
        #expect(figures.recoveryWait == .seconds(172_800) && figures.exportAloneMax == 20)
    }

    @Test(arguments: [
        ("GLASS_MINUTES", "4"), ("GLASS_MINUTES", "121"), ("REVIEW_HOURS", "0"), ("REVIEW_HOURS", "soon"),
        ("RECOVERY_HOURS", "11"), ("EXPORT_PERSONS", "51"), ("EXPORT_PERSONS", "0"),
    ])
    func aFigureOutOfItsRangeNamesItsKey(_ key: String, _ value: String) throws {
        let problem = #expect(throws: ConfigProblem.self) { try Self.read(["EGRET_DESK_\(key)": value]) }

        #expect(problem?.key == "desk." + key.lowercased().replacing("_", with: "."))
    }
}
