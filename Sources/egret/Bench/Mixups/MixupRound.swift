import Audit
import Base
import Configuration
import Foundation
import Identity
import Logging
import Sandbox
import Stations
import Storage
import Terminal
import Vault
import Web

/// So many papers on one fresh database, and everything about them checked.
struct MixupRound: Sendable {
    struct Plan: Sendable {
        let papers: Int
        var nodes = 1
        var terminals = 64
        var people = 5_000
        var seed: UInt64 = 1
        var rates = MixupFaults.Rates()
        /// One in so many papers is read by another program too.
        var secondReadingEvery = 500
    }

    private static let settledAtOnce = 200

    let site: BenchSite
    let plan: Plan
    let truth: MixupTruth
    let faults: MixupFaults

    /// The product complains of every fault that is made here; what is wrong is told by ``truth`` alone.
    private var logger: Logger { Logger(label: "mixups") { _ in SwiftLogNoOpLogHandler() } }
    /// Why a terminal stopped itself is told, too.
    private var terminalLogger: Logger {
        Logger(label: "mixups") { [truth] label in
            var handler = JSONLogHandler(label: label, world: .live) { line in truth.tell(line) }
            handler.logLevel = .critical
            return handler
        }
    }

    /// A person's id in the house and commitment, by the index of the person.
    typealias Citizens = [(id: String, commitment: [UInt8])]

    /// Issues the papers and checks them.
    ///
    /// - Returns: How the house knows the people.
    @discardableResult
    func run() async throws -> Citizens {
        let clock = MixupClock()
        let people = MixupPeople(count: plan.people)
        let foreign = try foreign(people, clock.world)
        let furniture = try House.Furniture(servicesPath: site.services.path)
        let nodes = (0..<plan.nodes).map { index in
            let chance = MixupChance(seed: plan.seed, "database-\(index)")
            return MixupNode(logger: logger) { [self] in
                let engine = MixupEngine(
                    base: try await site.open(), faults: faults, chance: chance, world: clock.world)
                let config = site.config()
                return try await House(
                    centre: CentreConfig(config), foreign: try ForeignConfig(config), engine: engine,
                    ring: site.ring,
                    world: clock.world, logger: logger,
                    stage: House.Stage(furniture: furniture, transport: foreign, maker: nil))
            }
        }
        for node in nodes { try await node.start() }
        let citizens = try await settle(people, nodes[0])
        let stage = try stage(people, citizens.map(\.commitment), nodes, foreign, clock)
        do {
            try await work(stage)
        } catch {
            for node in nodes { await node.stop() }
            throw error
        }
        for node in nodes { await node.stop() }
        try await checkTrail(citizens, truth)
        return citizens
    }

    private func foreign(_ people: MixupPeople, _ world: World) throws -> MixupForeign {
        let sandbox = try site.sandbox(city: people.city(site.city), world: world)
        return MixupForeign(
            MixupSandboxDesks(sandbox, logger: logger), people: people,
            faults: faults,
            chance: MixupChance(seed: plan.seed, "foreign"), world: world)
    }

    private func stage(
        _ people: MixupPeople, _ commitments: [[UInt8]], _ nodes: [MixupNode], _ foreign: MixupForeign,
        _ clock: MixupClock
    ) throws -> MixupStage {
        MixupStage(
            seed: plan.seed, folder: site.folder, nodes: nodes, foreign: foreign, faults: faults,
            truth: truth,
            people: people, commitments: commitments,
            check: PaperCheck(
                people: people, seal: try site.ring.certificate(for: .documentSeal),
                codeKey: try site.ring.signingKey(.documentCode).publicKey,
                ticketKey: try site.ring.signingKey(.printTicket).publicKey,
                verifyURL: try CentreConfig(site.config()).publicURL + "/verify"),
            secondReader: SecondReader(every: plan.secondReadingEvery, folder: site.folder), clock: clock,
            storm: MixupStorm(size: min(12, plan.terminals), clock: clock), agentFrame: try OpenAgent.frame(),
            world: clock.world, logger: terminalLogger)
    }

    /// Makes stations and people known, as `egret seed` does, and learns the people's commitments.
    private func settle(
        _ people: MixupPeople, _ node: MixupNode
    ) async throws -> Citizens {
        guard let house = node.house else { throw MixupNode.Down() }
        try await house.settle(site.city)
        var citizens: Citizens = []
        for start in stride(from: 0, to: people.all.count, by: Self.settledAtOnce) {
            let some = Array(people.all[start..<min(start + Self.settledAtOnce, people.all.count)])
            let (vault, world) = (house.vault, house.world)
            citizens += try await house.engine.write { db in
                try some.map { person in
                    let id = Token(world)
                    try CitizenStore.insert(
                        Citizen(id: id, number: person.number, name: person.name, phone: person.phone),
                        vault: vault, at: world.now(), in: db)
                    return (id.rawValue, try vault.subject(id, in: db).commitment())
                }
            }
        }
        return citizens
    }

    private func work(_ stage: MixupStage) async throws {
        let terminals = (0..<plan.terminals).map { MixupTerminal($0, stage: stage) }
        for terminal in terminals {
            guard let house = stage.nodes[0].house else { throw MixupNode.Down() }
            let code = try await house.stations.createCode(
                station: site.city.stations[terminal.index % site.city.stations.count].id,
                by: .staff("mixups"))
            try await terminal.start(code: code.text)
        }
        faults.arm(true)
        let queue = MixupQueue(stage.people, chance: MixupChance(seed: plan.seed, "queue"))
        await withTaskGroup(of: Void.self) { group in
            for terminal in terminals {
                group.addTask {
                    await MixupDay(terminal: terminal, stage: stage, queue: queue).run(until: plan.papers)
                }
            }
            group.addTask { await MixupTrouble(stage: stage, seed: plan.seed).run(until: plan.papers) }
        }
        faults.arm(false)
        for terminal in terminals { terminal.kill() }
    }

    /// Holds log and rows against what came out, as `truth` has it.
    func checkTrail(_ citizens: Citizens, _ truth: MixupTruth) async throws {
        let engine = try await site.open()
        do {
            let origin = try CentreConfig(site.config()).auditOrigin
            let key = try site.ring.signingKey(.auditCheckpoint)
            try await TrailCheck(
                engine: engine, origin: origin, key: key, world: .live, truth: truth, citizens: citizens
            ).run(
                integrator: AuditIntegrator(
                    engine: engine, origin: origin, key: key, world: .live, logger: logger))
        } catch {
            await engine.close()
            throw error
        }
        await engine.close()
    }
}
