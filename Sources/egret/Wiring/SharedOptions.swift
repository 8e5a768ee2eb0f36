import ArgumentParser
import Configuration
import Foundation
import SystemPackage

/// Options that every command of the centre takes.
struct SharedOptions: ParsableArguments {
    @Option(help: "A file of NAME=value lines, read after the environment.")
    var envFile = ".env"

    /// The environment first, then the file; keys are prefixed `EGRET_`, dots are underscores.
    func reader() async throws -> ConfigReader {
        ConfigReader(providers: [
            EnvironmentVariablesProvider().prefixKeys(with: "egret"),
            try await EnvironmentVariablesProvider(environmentFilePath: FilePath(envFile), allowMissing: true)
                .prefixKeys(with: "egret"),
        ])
    }
}
