import ArgumentParser
import Base
import Logging
import Storage

/// `egret schema`: what the database looks like, for the goldens in `Contract/`.
struct SchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", abstract: "Print the schema of the configured database.")

    @OptionGroup var shared: SharedOptions

    func run() async throws {
        let engine = try await House.engine(
            DatabaseConfig(shared.reader()), world: .live, logger: Logger(label: "egret"))
        let text = try await SchemaDump.text(of: engine)
        await engine.close()
        print(text, terminator: "")
    }
}
