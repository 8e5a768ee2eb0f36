import ArgumentParser
import Base
import Configuration
import Foundation
import Logging
import Passkeys
import Staff
import Storage
import Vault

/// The code with which the console may touch keys once the desk has two people for it.
struct PermitOption: ParsableArguments {
    @Option(help: "The one-time code that two people of the desk agreed to give (page \"Two people\").")
    var permit: String?

    /// Uses the code up; what comes after it must be the act it is for.
    func require(_ act: PermitAct, _ config: ConfigReader) async throws {
        let centre = try CentreConfig(config)
        let engine = try await House.engine(
            DatabaseConfig(config), world: .live, logger: Logger(label: "egret"))
        do {
            try await Migrator(engine: engine, migrations: House.migrations, world: .live).requireCurrent()
            let ring = try KeyRing(contentsOf: URL(filePath: centre.keysPath))
            try await Permits(House.staffParts(centre, engine: engine, ring: ring, world: .live))
                .use(permit, for: act)
        } catch {
            await engine.close()
            throw Self.inWords(error, act)
        }
        await engine.close()
    }

    static func inWords(_ error: any Error, _ act: PermitAct) -> any Error {
        guard case StaffRefused.permitNeeded = error else { return error }
        return CommandProblem(
            """
            The desk has people for this, so the console does not do it alone. Ask at the desk under "Two people" for \
            "\(act.text)"; the second person is shown a code, good for an hour and once: --permit CODE
            """)
    }
}
