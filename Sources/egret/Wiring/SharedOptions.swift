import ArgumentParser
import Configuration
import Foundation
import SystemPackage

/// Options that every command of the centre takes.
struct SharedOptions: ParsableArguments {
    private static let usualFile = ".env"

    @Option(
        help: """
            A file of NAME=value lines, read after the environment (default: \(usualFile), which may be missing).
            """)
    var envFile: String?

    /// The environment first, then the file; keys are prefixed `EGRET_`, dots are underscores.
    ///
    /// - Throws: ``CommandProblem`` for a file that was named and is not there, or is no file that can be read.
    func reader() async throws -> ConfigReader {
        if let envFile, !FileManager.default.fileExists(atPath: envFile) {
            throw CommandProblem("--env-file: there is no file \(envFile)")
        }
        let file: EnvironmentVariablesProvider
        do {
            file = try await EnvironmentVariablesProvider(
                environmentFilePath: FilePath(envFile ?? Self.usualFile), allowMissing: envFile == nil)
        } catch {
            throw CommandProblem(
                "--env-file: \(envFile ?? Self.usualFile) cannot be read as a file of NAME=value lines")
        }
        return ConfigReader(providers: [
            EnvironmentVariablesProvider().prefixKeys(with: "egret"), file.prefixKeys(with: "egret"),
        ])
    }
}
