package import Base
package import Documents
package import Exchange
package import Logging
package import Sandbox
package import ServiceLifecycle
package import Storage
package import Transport
package import Vault

/// What a centre of a simulated city stands on.
package struct PlayedGround: Sendable {
    package let engine: any SQLEngine
    package let world: World
    package let transport: any HTTPTransport
    package let maker: DocumentFactory.PaperMaker
    package let logger: Logger
    /// Stands between the connectors of the registers and the house.
    package let mixUp: @Sendable (any RegisterPort) -> any RegisterPort
}

/// A centre that has been put together: its doors, its background work, and what its operator can do.
package struct PlayedCentre: Sendable {
    package let terminals: Doorway
    package let site: Doorway
    package let services: [any Service]
    package let vault: Vault
    /// Brings the schema and the sample city into an empty database.
    package let settle: @Sendable () async throws -> Void
    /// A code with which one terminal is admitted.
    package let admit: @Sendable () async throws -> String
    /// A mandate from one person of the sample city to another, for everything.
    package let mandate: @Sendable (_ giver: SampleCitizen, _ holder: SampleCitizen) async throws -> Void
    package let readmit: @Sendable (_ terminal: String) async throws -> Void
    package let readmitService: @Sendable (_ terminal: String, _ service: String) async throws -> Void
    package let revoke: @Sendable (_ terminal: String) async throws -> Void
    /// A clerk's act; throws what the desk refuses.
    package let decide: @Sendable (_ decision: PlayedDecision) async throws -> Void
    /// Reads the whole audit log again; what is wrong with it.
    package let auditFindings: @Sendable () async throws -> [String]

    package init(
        terminals: Doorway, site: Doorway, services: [any Service], vault: Vault,
        settle: @escaping @Sendable () async throws -> Void,
        admit: @escaping @Sendable () async throws -> String,
        mandate: @escaping @Sendable (_ giver: SampleCitizen, _ holder: SampleCitizen) async throws -> Void,
        readmit: @escaping @Sendable (_ terminal: String) async throws -> Void,
        readmitService: @escaping @Sendable (_ terminal: String, _ service: String) async throws -> Void,
        revoke: @escaping @Sendable (_ terminal: String) async throws -> Void,
        decide: @escaping @Sendable (_ decision: PlayedDecision) async throws -> Void,
        auditFindings: @escaping @Sendable () async throws -> [String]
    ) {
        self.terminals = terminals
        self.site = site
        self.services = services
        self.vault = vault
        self.settle = settle
        self.admit = admit
        self.mandate = mandate
        self.readmit = readmit
        self.readmitService = readmitService
        self.revoke = revoke
        self.decide = decide
        self.auditFindings = auditFindings
    }
}

/// Puts a centre together; what knows the concrete house provides one.
package protocol CentreBuilder: Sendable {
    func build(_ ground: PlayedGround) async throws -> PlayedCentre
}
