import ArgumentParser
import Catalogue
import Logging
import Staff
import Storage

/// `egret retention`: how long what is stored about people stays, and what is due.
struct RetentionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retention",
        abstract: "Show the schedule of forgetting, apply it now, list what is stored.",
        subcommands: [Show.self, Run.self, Inventory.self])

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print each class with its days, its law, and how many are due.")

        @OptionGroup var shared: SharedOptions

        func run() async throws {
            let house = try await House(await shared.reader(), logger: Logger(label: "egret"))
            let due: [RetentionClass: Int]
            do {
                due = try await house.retention.due(limit: 1_000)
            } catch {
                await house.close()
                throw error
            }
            let agreed = try await house.retention.periods.inForce()
            for rule in house.retention.schedule.rules {
                let laws = rule.legalBasis.map {
                    "\($0.title) \($0.clause)\($0.isVerified ? "" : " (not verified)")"
                }
                let count = due[rule.kept].map { $0 >= 1_000 ? "1000 or more due" : "\($0) due" } ?? ""
                let waits =
                    agreed[rule.kept].map { $0 == rule.days ? "" : " (in force \($0), see the desk)" } ?? ""
                print(
                    "\(rule.kept.rawValue)\t\(rule.days) days\(waits)\t\(count)\t\(laws.joined(separator: "; "))"
                )
            }
            await house.close()
        }
    }

    struct Run: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Forget what is due now; a running centre does the same every six hours.")

        @OptionGroup var shared: SharedOptions

        func run() async throws {
            let house = try await House(await shared.reader(), logger: Logger(label: "egret"))
            do {
                try await Migrator(engine: house.engine, migrations: House.migrations, world: house.world)
                    .requireCurrent()
                let again = try await house.retention.eraseAgain()
                let undone = try await house.carryOutAgain()
                let counts = try await house.retention.run()
                for kept in RetentionClass.allCases where counts[kept] != nil {
                    print("\(kept.rawValue)\t\(counts[kept] ?? 0) forgotten")
                }
                if again > 0 { print("persons\t\(again) erased again after a restore") }
                if undone > 0 { print("requests\t\(undone) carried out again after a restore") }
            } catch {
                await house.close()
                throw error
            }
            await house.close()
        }
    }

    struct Inventory: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print, as a Markdown table, every column that says anything about a citizen.")

        func run() { print(DataInventory.markdown, terminator: "") }
    }
}
