import ArgumentParser

/// The command line: every program of the house is one of its commands.
@main
struct Egret: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "egret",
        abstract: "Neighbourhood self-service government stations.",
        version: Release.version,
        subcommands: [
            ServeCommand.self, TerminalCommand.self, SandboxCommand.self, MigrateCommand.self,
            SeedCommand.self,
            KeysCommand.self, StaffCommand.self, SessionsCommand.self, ClientsCommand.self,
            TerminalsCommand.self,
            JobsCommand.self, RestoredCommand.self, VerifyCommand.self,
            CatalogueCommand.self,
            SchemaCommand.self, RetentionCommand.self, PrivacyCommand.self, DoctorCommand.self,
            SimulateCommand.self,
            BenchCommand.self,
        ])

    /// As the parser's own, but that what goes wrong is told in people's words: every command ends here.
    static func main() async {
        do {
            var command = try await asyncParseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            exit(withError: CommandProblem.inWords(error))
        }
    }
}

enum Release {
    /// Semantic version of the whole house; also what terminals report.
    static let version = "0.1.0"
}
