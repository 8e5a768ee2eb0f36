import ArgumentParser
import Base
import Casework
import Catalogue
import Documents
import Foundation

/// `egret catalogue`: the services, as departments write them.
struct CatalogueCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "catalogue",
        abstract: "Check and list the services, and compare them with another portal's.",
        subcommands: [
            Lint.self, List.self, Import.self, Compare.self, Decide.self, PublishCommand.self,
            WithdrawCommand.self,
        ])

    struct Lint: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print every defect of the services' files, with line and remedy.")

        @Option(help: "The folder of the services.") var folder = "Services"

        @Flag(help: "Fail on warnings too.") var strict = false

        func run() async throws {
            let folder = try CommandProblem.folder(folder, of: "--folder")
            do {
                let catalogue = try Catalogue.load(folder)
                try PaperLayouts(catalogue).checkAll(catalogue)
                let findings = CatalogueLint(
                    catalogue, folder: folder, today: CalendarDate(inChinaAt: World.live.now())
                ).findings()
                for finding in findings { print(finding) }
                if findings.contains(where: { strict || $0.weight == .error }) { throw ExitCode(1) }
            } catch let defects as CatalogueDefects {
                for defect in defects.defects { print(defect) }
                throw ExitCode(1)
            } catch let problem as LayoutProblem {
                print(problem)
                throw ExitCode(1)
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the services.")

        @Option(help: "The folder of the services.") var folder = "Services"

        func run() async throws {
            for item in try Catalogue.load(CommandProblem.folder(folder, of: "--folder")).items {
                print("\(item.id.rawValue)\tv\(item.version)\t\(item.name[.mandarin])")
            }
        }
    }
}
