import Audit
import Base
import Configuration
import Foundation
import Hummingbird
import Logging
import Sandbox
import Simulation
import Stations
import Storage
import Vault
import Web

/// Builds the house's own centre for a simulated city.
struct HouseBuilder: CentreBuilder {
    let config: ConfigReader
    let ring: KeyRing
    let furniture: House.Furniture

    func build(_ ground: PlayedGround) async throws -> PlayedCentre {
        let house = try await House(
            centre: CentreConfig(config), foreign: ForeignConfig(config), engine: ground.engine, ring: ring,
            world: ground.world, logger: ground.logger,
            stage: House.Stage(
                furniture: furniture, transport: ground.transport, maker: ground.maker, mixUp: ground.mixUp))
        let (terminals, site) = (house.terminalListener(), house.publicListener())
        return PlayedCentre(
            terminals: Doorway(
                terminals.application(house.terminalRouter(terminals)).responder, logger: ground.logger),
            site: Doorway(
                site.application(try house.publicRouter(site)).responder, logger: ground.logger),
            services: try house.backgroundServices(), vault: house.vault,
            settle: { try await house.settleEmpty() },
            admit: { try await house.admissionCode() },
            readmit: { try await house.stations.readmit($0, by: .staff("simulation")) },
            readmitService: {
                _ = try await house.stations.readmitService($1, at: $0, by: .staff("simulation"))
            },
            revoke: { try await house.stations.revoke($0, reason: "stolen", by: .staff("simulation")) },
            auditFindings: { try await house.auditFindings() })
    }
}

extension House {
    fileprivate func settleEmpty() async throws {
        _ = try await Migrator(engine: engine, migrations: House.migrations, world: world).run()
        try await settle(.xiamen())
    }

    fileprivate func admissionCode() async throws -> String {
        let station = try SampleCity.xiamen().stations[0].id
        return try await stations.createCode(station: station, by: .staff("simulation")).text
    }

    /// What is wrong in the audit log; nothing, as long as nobody changed it.
    func auditFindings() async throws -> [String] {
        let key = VerifierKey(
            name: centre.auditOrigin, key: try vault.ring.signingKey(.auditCheckpoint).publicKey)
        let report = try await AuditVerifier(origin: centre.auditOrigin, keys: [key]).verify(database: engine)
        return report.findings.map(\.description)
    }
}
