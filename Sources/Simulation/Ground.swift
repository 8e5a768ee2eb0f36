package import Base
package import Logging
package import Sandbox
import Terminal
package import Vault
import Web

/// What all runs of one process share, because it takes long to make and no run changes it.
package struct Ground: Sendable {
    package static let messageSecret = "secret-of-the-simulation"

    let builder: any CentreBuilder
    let ring: KeyRing
    let city: SampleCity
    let sandboxKeys: SandboxKeys
    let sandboxConfig: SandboxConfig
    let terminalFrame: Frame
    let logger: Logger

    package init(
        builder: any CentreBuilder, ring: KeyRing, sandboxKeys: SandboxKeys, city: SampleCity, logger: Logger
    ) throws {
        self.builder = builder
        self.ring = ring
        self.city = city
        self.sandboxKeys = sandboxKeys
        self.logger = logger
        terminalFrame = try OpenAgent.frame()
        var config = SandboxConfig(
            authorityCaller: try ring.certificate(for: .identityAuthority),
            exchangeCaller: try ring.certificate(for: .exchange),
            messageSecret: Array(Self.messageSecret.utf8))
        config.networkCaller = try ring.certificate(for: .networkIdentity)
        config.compare = { citizen, photo in PlayedCamera.shows(citizen.id, photo) ? .same : .other }
        sandboxConfig = config
    }

    /// The world in which keys are made: the day before every run.
    package static func dayBefore(_ world: World) -> World {
        var world = world
        world.now = { Stage.epoch - .seconds(86_400) }
        return world
    }
}
