import ArgumentParser
import Base
import Logging
import Storage

/// `egret migrate`: brings the schema up to date, or says what it would do.
struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate", abstract: "Bring the database schema up to date.",
        discussion: "Runs every migration not yet recorded, each in its own transaction. Forward only.")

    @OptionGroup var shared: SharedOptions

    @Flag(help: "List the migrations that would run, and change nothing.")
    var dryRun = false

    func run() async throws {
        let engine = try await House.engine(
            DatabaseConfig(shared.reader()), world: .live, logger: Logger(label: "egret"))
        let migrator = Migrator(engine: engine, migrations: House.migrations, world: .live)
        do {
            let ids = dryRun ? try await migrator.pending().map(\.id) : try await migrator.run()
            for id in ids { print(id) }
        } catch {
            await engine.close()
            throw error
        }
        await engine.close()
    }
}
