import Audit
import Base
import Casework
import Catalogue
import Configuration
import Foundation
import Hummingbird
import Identity
import Logging
import Representation
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
            centre: CentreConfig(config), foreign: try ForeignConfig(config), engine: ground.engine,
            ring: ring,
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
            mandate: { try await house.mandate(from: $0, to: $1) },
            readmit: { try await house.stations.readmit($0, by: .staff("simulation")) },
            readmitService: {
                _ = try await house.stations.readmitService($1, at: $0, by: .staff("simulation"))
            },
            revoke: { try await house.stations.revoke($0, reason: "stolen", by: .staff("simulation")) },
            decide: { try await house.decide($0) },
            auditFindings: { try await house.auditFindings() })
    }
}

extension House {
    fileprivate func settleEmpty() async throws {
        _ = try await Migrator(engine: engine, migrations: House.migrations, world: world).run()
        try await settle(.xiamen())
    }

    /// As if she had given it at a terminal.
    fileprivate func mandate(from giver: SampleCitizen, to holder: SampleCitizen) async throws {
        let (vault, now, id) = (vault, world.now(), Token(world))
        let citizen = try await engine.write { db in
            if let known = try CitizenStore.find(giver.number, vault: vault, in: db) { return known.id }
            try CitizenStore.insert(
                Citizen(id: id, number: giver.number, name: giver.name, phone: giver.phone), vault: vault,
                at: now, in: db)
            return id
        }
        _ = try await cases.mandates.give(
            ManageMandates.Wish(
                name: holder.name, number: holder.number.text, scope: ManageMandates.everything, days: 365),
            by: citizen, requestID: "simulation")
    }

    /// A clerk who is a stranger to everybody.
    fileprivate func decide(_ decision: PlayedDecision) async throws {
        guard let number = CaseNumber(rawValue: decision.number),
            let queue = StepQueue(rawValue: decision.queue)
        else { throw StepRefused.unknownStep }
        func clerk(_ account: String) -> Clerk { Clerk(account: account, queue: queue) { _ in false } }
        let (desk, key, id) = (DeskVerbs(caseParts), CaseStep.Key(number, decision.step), "simulation")
        let (who, kind) = (clerk(decision.account), decision.kind)
        func reason(_ act: StepReason.Act) -> String {
            DepartmentID(rawValue: queue.department).flatMap {
                catalogue.reasons(act, by: $0, of: nil).first?.id
            } ?? ""
        }
        switch kind {
        case .claim: try await desk.claim.claim(key, by: who, requestID: id)
        case .release: try await desk.claim.release(key, by: who, requestID: id)
        case .handOver(let other):
            try await desk.claim.handOver(
                key, by: who, to: clerk(other), requestID: id)
        case .accept: try await desk.accept(key, by: who, requestID: id)
        case .approve: try await desk.decide.approve(key, by: who, requestID: id)
        case .refuse:
            try await desk.decide.refuse(
                key, because: reason(.refusal), note: nil, by: who, requestID: id)
        case .askForCorrection:
            let form = try await desk.queries.view(key, for: who).form
            try await desk.askForCorrection(
                Set(form?.route.map(\.id).suffix(1) ?? []), at: key, because: reason(.correction),
                note: nil, by: who, requestID: id)
        }
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
