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
    /// - Throws: ``CommandProblem`` for a file that was named and is not there.
    func reader() async throws -> ConfigReader {
        if let envFile, !FileManager.default.fileExists(atPath: envFile) {
            throw CommandProblem("--env-file: there is no file \(envFile)")
        }
        return ConfigReader(providers: [
            EnvironmentVariablesProvider().prefixKeys(with: "egret"),
            try await EnvironmentVariablesProvider(
                environmentFilePath: FilePath(envFile ?? Self.usualFile), allowMissing: envFile == nil
            ).prefixKeys(with: "egret"),
        ])
    }
}
