import ArgumentParser
import Audit
import Base
import Configuration
import Foundation
import Support
import Testing

@testable import egret

/// What an operator may name wrongly on the command line and in the environment.
@Suite struct CommandLineTests {
    @Test func aNamedFileOfKeysMustBeThere() async throws {
        let missing = try SharedOptions.parse(["--env-file", "/nowhere/egret.env"])

        await #expect(throws: CommandProblem("--env-file: there is no file /nowhere/egret.env")) {
            _ = try await missing.reader()
        }
        let device = try SharedOptions.parse(["--env-file", "/dev/null"])
        await #expect(
            throws: CommandProblem(
                "--env-file: /dev/null cannot be read as a file of NAME=value lines")
        ) {
            _ = try await device.reader()
        }
        _ = try await SharedOptions.parse([]).reader()
    }

    @Test(arguments: ["nothing", ":key", "kind:", ""])
    func aJobIsNamedByKindAndKey(_ name: String) throws {
        #expect(throws: (any Error).self) { _ = try JobsCommand.parse(["--retry", name]) }
    }

    @Test func aLogHasTheAddressOfASite() throws {
        #expect(throws: (any Error).self) { _ = try VerifyCommand.Log.parse(["city.example/audit"]) }
        _ = try VerifyCommand.Log.parse(["HTTPS://city.example/audit"])
    }

    @Test func aFolderOfServicesMustBeThere() async throws {
        let problem = CommandProblem("--folder: there is no folder /nowhere")

        await #expect(throws: problem) {
            try await CatalogueCommand.Lint.parse(["--folder", "/nowhere"]).run()
        }
        await #expect(throws: problem) {
            try await CatalogueCommand.List.parse(["--folder", "/nowhere"]).run()
        }
        await #expect(throws: CommandProblem("There is no file /nowhere.csv")) {
            try await CatalogueCommand.Compare.parse(["--from", "/nowhere.csv"]).run()
        }
    }

    /// The sample that lies beside the program, unless somebody names tables of her own.
    @Test func precisionAndRecallArePrinted() throws {
        let folder = Repository.root.appending(path: "Services").path
        let figures = try CatalogueCommand.Compare.parse(["--labelled", "--folder", folder]).figures()
        for set in ["all", "held", "tuned"] {
            guard case .int(let right)? = figures["matching"]?[set]?["right"],
                case .int(let found)? = figures["matching"]?[set]?["found"],
                case .real(let precision)? = figures["matching"]?[set]?["precision"]
            else {
                Issue.record("\(set) has no figures")
                continue
            }
            #expect(right > 0 && abs(precision - Double(right) / Double(found)) < 0.001)
        }

        let labels = FileManager.default.temporaryDirectory.appending(path: "labels-\(UUID().uuidString).csv")
        defer { try? FileManager.default.removeItem(at: labels) }
        try Data("TASK_CODE,SERVICE,SET\nnone,,held\n".utf8).write(to: labels)
        let own = try CatalogueCommand.Compare.parse(
            ["--labelled", "--folder", folder, "--labels", labels.path]
        ).figures()
        #expect(own["matching"]?["all"]?["labelled"] == .int(0))

        #expect(throws: CommandProblem("--labels: there is no file /nowhere.csv")) {
            _ = try CatalogueCommand.Compare.parse([
                "--labelled", "--folder", folder, "--labels", "/nowhere.csv",
            ])
            .figures()
        }
    }

    @Test func aFolderInTheConfigurationIsNamedByItsKey() async throws {
        func config(_ values: [String: String]) -> ConfigReader {
            ConfigReader(
                provider: EnvironmentVariablesProvider(environmentVariables: values).prefixKeys(with: "egret")
            )
        }
        let (state, services, database) = (
            config(["EGRET_STATE": "/nowhere"]), config(["EGRET_SERVICES_PATH": "/nowhere"]),
            config(["EGRET_DATABASE_PATH": "/nowhere/egret.sqlite"])
        )

        #expect(
            throws: ConfigProblem(key: "state", expected: "an existing folder (/nowhere is none)"),
            performing: { try CentreConfig(state) })
        #expect(
            throws: ConfigProblem(key: "state", expected: "an existing folder (/nowhere is none)"),
            performing: { try DatabaseConfig(state).checkFolder() })
        #expect(
            throws: ConfigProblem(key: "services.path", expected: "an existing folder (/nowhere is none)"),
            performing: { try CentreConfig(services).servicesFolder() })
        #expect(
            throws: ConfigProblem(
                key: "database.path", expected: "a file in an existing folder (/nowhere is none)"),
            performing: { try DatabaseConfig(database).checkFolder() })
        do {
            _ = try SoleCentre(database: "/nowhere/egret.sqlite")
            Issue.record("taken")
        } catch let problem as ConfigProblem {
            #expect(problem.key == "database.path")
        }
    }

    @Test func nobodysNumberDecidesAboutTheComparison() async throws {
        let box = try await HouseBox(.sqlite)
        let house = try await box.house()

        await #expect(throws: CommandProblem.self) {
            try await CatalogueCommand.checkOfficial("s-0004", house)
        }
        await house.close()
        await box.remove()
    }
}
