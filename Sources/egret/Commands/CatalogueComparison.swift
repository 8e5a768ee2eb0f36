public import ArgumentParser
public import Base
import Catalogue
public import Comparison
import Foundation
import Sandbox
import Staff
import Web

extension Language: ExpressibleByArgument {}
extension Verdict: ExpressibleByArgument {}

extension CatalogueCommand {
    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Take over another portal's catalogue, whole or not at all.",
            discussion:
                "From a table (CSV, UTF-8 or GB18030, national field names), or from a portal's interface with pages. What is wrong is printed with its line, and the former catalogue stays."
        )

        @OptionGroup var shared: SharedOptions
        @Argument(help: "A file, or an address; one that ends in .csv is a table.") var source: String
        @Option(help: "Your own account at the desk, such as s-0012; it stands in the log.") var official =
            Self.console

        private static let console = "console"

        func run() async throws {
            try await House.use(shared) { house in
                if official != Self.console { try await CatalogueCommand.checkOfficial(official, house) }
                do {
                    let done = try await house.comparison.bring(source, by: official)
                    print("\(done.items) items from \(done.source)")
                } catch let problem as CatalogueFileProblem {
                    print(problem)
                    throw ExitCode(1)
                } catch let error as PortError {
                    print("\(CommandProblem.told(error)). Nothing was changed.")
                    throw ExitCode(1)
                } catch ComparisonRefused.noFile {
                    throw CommandProblem("There is no file \(source)")
                }
            }
        }
    }

    struct Compare: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Compare the imported catalogue with ours, item by item.",
            discussion:
                "Without a form: a summary. With --labelled: precision and recall on the labelled sample.")

        enum Form: String, EnumerableFlag {
            case csv, json, html
        }

        @OptionGroup var shared: SharedOptions
        @Flag(help: "The whole report in this form.") var form: Form?
        @Flag(help: "Hold the matching against what people say in a sample; prints JSON.") var labelled =
            false
        @Option(help: "A table to compare instead of the imported catalogue; needs no database.") var from:
            String?
        @Option(help: "A table of labels (TASK_CODE, SERVICE, SET); the sample's own by default.") var labels:
            String?
        @Option(help: "The folder of the services, with --from or --labelled.") var folder = "Services"
        @Option(help: "In which language reasons are written.") var language = Language.english

        func run() async throws {
            if labelled { return print(String(decoding: try figures().bytes, as: UTF8.self)) }
            if let from {
                let portal = try Self.table(URL(filePath: from))
                let folder = try CommandProblem.folder(folder, of: "--folder")
                let report = try CompareCatalogues.report(portal, .load(folder))
                return try show(report, from: from)
            }
            try await House.use(shared) { house in
                guard let (report, last) = try await house.comparison.compare() else {
                    throw CommandProblem("No catalogue has been imported: egret catalogue import FILE")
                }
                try show(report, from: last.source)
            }
        }

        /// Precision and recall on the labelled sample.
        func figures() throws -> JSONValue {
            let items = try from.map { URL(filePath: $0) } ?? SampleCatalogue.items()
            let file = try labels.map { URL(filePath: $0) } ?? SampleCatalogue.labels()
            guard let bytes = try? Data(contentsOf: file) else {
                throw CommandProblem("--labels: there is no file \(file.path)")
            }
            return try LabelledSample(CSVTable([UInt8](bytes)))
                .figures(Self.table(items), .load(CommandProblem.folder(folder, of: "--folder")))
        }

        private static func table(_ file: URL) throws -> PortalCatalogue {
            do {
                return try ImportCatalogue.file(file)
            } catch ComparisonRefused.noFile {
                throw CommandProblem("There is no file \(file.path)")
            }
        }

        private func show(_ report: ComparisonReport, from source: String) throws {
            let phrases = try Words(bundles: [WebResources.bundle, ComparisonResources.bundle])
                .phrases(language)
            switch form {
            case .csv: print(report.csv(phrases), terminator: "")
            case .json: print(String(decoding: report.json.bytes, as: UTF8.self))
            case .html: print(report.page(phrases, from: source), terminator: "")
            case nil: summary(report, from: source, phrases)
            }
        }

        private func summary(_ report: ComparisonReport, from source: String, _ phrases: Phrases) {
            print("\(report.countThere) items from \(source), \(report.countHere) services here")
            if report.isSynthetic { print(phrases("comparison.synthetic")) }
            for relation in Finding.Relation.allCases {
                print("\(report.count(relation))\t\(phrases("comparison.relation.\(relation.rawValue)"))")
            }
            print("Proposed:")
            for verdict in Verdict.allCases {
                print("\(report.count(verdict))\t\(phrases("comparison.verdict.\(verdict.rawValue)"))")
            }
            for doubt in report.doubts {
                print("code in doubt\t\(doubt.there)\t\(doubt.here.rawValue)")
            }
            let changed = report.findings.filter(\.hasChanged)
            for finding in changed {
                print(
                    "changed since it was decided\t\(finding.key)\t\(finding.changedFacets.map(\.rawValue).joined(separator: " "))"
                )
            }
        }
    }

    struct Decide: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Keep what becomes of an item and a service; later comparisons respect it.",
            discussion:
                "merge, route and keep about both say that they are the same; fill about both says that they are not. A hyphen stands for none."
        )

        @OptionGroup var shared: SharedOptions
        @Argument(help: "The item's code there, or -.") var there: String
        @Argument(help: "The service here, such as fund/deposit-proof, or -.") var here: String
        @Argument(help: "merge, route, keep or fill.") var verdict: Verdict
        @Option(help: "Why, in one sentence.") var because: String
        @Option(help: "Your own account at the desk, such as s-0012; it stands in the log.")
        var official: String

        func validate() throws {
            guard here == "-" || ServiceID(rawValue: here) != nil else {
                throw ValidationError("A service is named as department/name.")
            }
        }

        func run() async throws {
            let service = ServiceID(rawValue: here)
            let subject = DecideMatch.Subject(there: there == "-" ? nil : there, here: service)
            try await House.use(shared) { house in
                try await CatalogueCommand.checkOfficial(official, house)
                try await house.comparison.decide([subject], verdict, because: because, by: official)
            }
        }
    }

    /// Only who decides about the comparison at the desk does so here, in her own name.
    static func checkOfficial(_ official: String, _ house: House) async throws {
        guard try await house.staff.queries.may(official, .decideComparison) else {
            throw CommandProblem(
                "\(official) is nobody at the desk who decides about the comparison, as supervisors do; egret staff list shows who is"
            )
        }
    }
}
