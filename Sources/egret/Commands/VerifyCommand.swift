import ArgumentParser
import Audit
import Casework
import Foundation
import Logging
import Storage

/// `egret verify`: what anybody may check without asking us.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Check a log, a receipt, or the cases against the log.",
        subcommands: [Log.self, Receipt.self, Cases.self])

    static func key(_ text: String) throws(CommandProblem) -> VerifierKey {
        guard let key = VerifierKey(text.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw CommandProblem("that is no verifier key: name+hash+key is expected")
        }
        return key
    }

    struct Receipt: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Check a receipt offline.")

        @Argument(help: "A .tlog-proof file.") var file: String
        @Option(help: "The log's verifier key.") var key: String

        func run() async throws {
            let key = try VerifyCommand.key(key)
            let receipt = try AuditReceipt(String(contentsOfFile: file, encoding: .utf8))
            try receipt.verify(keys: [key], origin: key.name)
            print("The act is in the log.")
        }
    }

    struct Cases: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Hold what clerks did, as the database tells it, against the audit log.",
            discussion:
                "Finds what was written into the database past the house. Exit code 1 when anything is wrong. The log itself is checked by 'egret verify audit'."
        )

        @OptionGroup var shared: SharedOptions

        func run() async throws {
            let house = try await House(await shared.reader(), logger: Logger(label: "egret"))
            let report: VerifyActs.Report
            do {
                try await Migrator(engine: house.engine, migrations: House.migrations, world: house.world)
                    .requireCurrent()
                report = try await VerifyActs(house.engine)()
            } catch {
                await house.close()
                throw error
            }
            await house.close()
            for finding in report.findings { print(finding) }
            print("\(report.acts.of("act")) in \(report.cases.of("case")) checked")
            guard report.findingCount == 0 else {
                print("\(report.findingCount) findings: these cases are not what the log says")
                throw ExitCode(1)
            }
            print("clean")
        }
    }
}
