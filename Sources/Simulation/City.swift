import Base
import Exchange
import Foundation
import Hummingbird
import HTTPTypes
import Logging
import NIOCore
import Sandbox
import Synchronization
import Terminal
import Vault

/// A city for one seed: its centres, its terminals, the foreign systems, the lines between them, and the people.
final class City: Sendable {
    /// The longest that the storm lasts, and how long after it everything may take to finish.
    static let stormMax = Duration.seconds(150)
    static let healingMax = Duration.seconds(150)

    let stage: Stage
    let ground: Ground
    let template: Template
    let database: Database
    let network: Network
    let witness: Witness
    /// What departments and the others have on their disks.
    let books = SandboxBooks()
    private let storm = Mutex(false)
    private let parts = Mutex(Parts())

    struct Parts {
        var centres: [Node] = []
        var terminals: [Node] = []
        var screens: [Screen] = []
        var clocks: [NodeClock] = []
        var agents: [String: OpenAgent] = [:]
        var disks: [PlayedDisk] = []
        var foreign: Node?
        var office: PlayedCentre?
    }

    init(stage: Stage, ground: Ground, template: Template) throws {
        self.stage = stage
        self.ground = ground
        self.template = template
        database = try template.database.copy()
        witness = Witness(stage: stage, city: ground.city, database: database)
        network = Network(stage: stage, witness: witness, ticketKey: try ground.ring.signingKey(.printTicket))
    }

    var isStormy: Bool { storm.withLock { $0 } }
    var centres: [Node] { parts.withLock { $0.centres } }
    var terminals: [Node] { parts.withLock { $0.terminals } }
    var foreign: Node? { parts.withLock { $0.foreign } }
    var screens: [Screen] { parts.withLock { $0.screens } }
    var clocks: [NodeClock] { parts.withLock { $0.clocks } }
    var agents: [OpenAgent] { parts.withLock { $0.agents.sorted { $0.key < $1.key }.map(\.value) } }

    func agent(_ terminal: String) -> OpenAgent? { parts.withLock { $0.agents[terminal] } }
    /// What lies on the terminals' disks.
    var disks: [PlayedDisk] { parts.withLock { $0.disks } }

    func setStorm(_ isStormy: Bool) { storm.withLock { $0 = isStormy } }

    /// Puts the machines up and starts them.
    func build() {
        let foreign = foreignSystems()
        let centres = (0..<(stage.plan.hasTwoCentres ? 2 : 1)).map { centre("centre-\($0)") }
        network.open("centre", Network.Place(nodes: centres, doorway: "terminals"))
        network.open("foreign", Network.Place(nodes: [foreign], doorway: "foreign"))
        parts.withLock {
            $0.foreign = foreign
            $0.centres = centres
        }
        for index in 0..<min(stage.plan.terminals, template.disks.count) { terminal(index) }
        for node in [foreign] + centres + terminals { node.start() }
    }

    private func clock() -> NodeClock {
        let clock = NodeClock(scheduler: stage.scheduler)
        parts.withLock { $0.clocks.append(clock) }
        return clock
    }

    private func foreignSystems() -> Node {
        let clock = NodeClock(scheduler: stage.scheduler)
        return Node("foreign", stage: stage) { [stage, ground, books] life in
            let sandbox = Sandbox(
                config: ground.sandboxConfig, keys: ground.sandboxKeys,
                world: stage.world(of: "foreign", clock: clock, life: life), city: ground.city, books: books)
            return Node.Program(
                doorways: [
                    "foreign": Doorway(try await sandbox.application().responder, logger: ground.logger)
                ],
                services: [])
        }
    }

    private func centre(_ name: String) -> Node {
        let clock = clock()
        return Node(name, stage: stage) { [self] life in
            let built = try await ground.builder.build(
                PlayedGround(
                    engine: engine(name, life), world: stage.world(of: name, clock: clock, life: life),
                    transport: NodeTransport(network: network, stage: stage, name: name, life: life),
                    maker: PlayedPress.maker, logger: ground.logger, mixUp: liar(name)))
            return Node.Program(
                doorways: ["terminals": built.terminals, "site": built.site], services: built.services)
        }
    }

    private func liar(_ name: String) -> @Sendable (any RegisterPort) -> any RegisterPort {
        let dice = Dice(seed: stage.seed, "registers of \(name) at \(stage.scheduler.now)")
        let people = ground.city.citizens.filter(\.behaviour.isOrdinary)
        return { [self] registers in
            LyingRegisters(
                registers: registers, stage: stage, witness: witness, dice: dice, people: people
            ) { [self] in isStormy }
        }
    }

    private func engine(_ name: String, _ life: Life) -> PlayedEngine {
        PlayedEngine(
            database: database, stage: stage, life: life, dice: Dice(seed: stage.seed, "engine of \(name)"),
            name: name,
            isStormy: { [self] in isStormy }, falters: { [self] in witness.faltered(life) },
            crash: { [self] in crash(name, life) })
    }

    private func crash(_ name: String, _ life: Life) {
        guard let node = (centres + terminals).first(where: { $0.name == name }), node.life === life else {
            return
        }
        node.crash(andStartAfter: stage.dice.between(.milliseconds(500), .seconds(6)))
    }

    private func terminal(_ index: Int) {
        let name = "terminal-\(index)"
        let clock = clock()
        let disk = PlayedDisk(files: template.disks[index])
        let (reader, camera) = (PlayedReader(), PlayedCamera())
        let printer = PlayedPrinter(stage: stage, witness: witness, terminal: name, disk: disk) { [self] in
            isStormy
        }
        let node = Node(name, stage: stage) { [self] life in
            let born = stage.scheduler.now
            var configuration = Template.configuration(index)
            configuration.cardWait = .seconds(1)
            let agent = try await OpenAgent(
                configuration,
                on: AgentMachine(
                    transport: NodeTransport(network: network, stage: stage, name: name, life: life),
                    disk: MountedDisk(
                        disk: disk, life: life, dice: Dice(seed: stage.seed, "disk of \(name)"),
                        plan: isStormy ? stage.plan : .calm, cut: { [self] in crash(name, life) }),
                    reader: reader, camera: camera, printer: printer, browser: ForeignBrowser()),
                frame: ground.terminalFrame, world: stage.world(of: name, clock: clock, life: life),
                uptime: Uptime { [stage] in stage.scheduler.now - born }, logger: ground.logger)
            parts.withLock { $0.agents[name] = agent }
            return Node.Program(
                doorways: ["screen": Doorway(agent.responder, logger: ground.logger)],
                services: agent.services)
        }
        parts.withLock {
            $0.terminals.append(node)
            $0.disks.append(disk)
            $0.screens.append(
                Screen(node: node, reader: reader, camera: camera, stage: stage, witness: witness))
        }
    }

    /// No more faults: lines are whole, clocks are right, whatever is down starts.
    func calmDown() {
        setStorm(false)
        network.mend()
        for clock in clocks { clock.correct() }
    }

    /// Everything ends.
    func close() {
        setStorm(false)
        for node in centres + terminals { node.crash() }
        foreign?.crash()
    }

    /// A key as a page would carry it.
    func freshKey() -> String { Token.encode(stage.dice.bytes(16)) }

    /// The newest code on a person's phone; nil when none came, or while the gateway is down.
    func code(for person: Person) async -> String? { await newestCode { $0 == person.phone?.text } }

    /// The same of another phone than hers.
    func code(besides person: Person) async -> String? { await newestCode { $0 != person.phone?.text } }

    private func newestCode(at isMeant: (String) -> Bool) async -> String? {
        struct Message: Decodable {
            let text: String
            let to: String
        }
        let request = Request(
            head: HTTPRequest(method: .get, scheme: "http", authority: "foreign", path: "/inbox.json"),
            body: RequestBody(buffer: ByteBuffer()))
        guard let answer = await foreign?.ask("foreign", request),
            let inbox = try? JSONDecoder().decode([Message].self, from: Data(answer.body)),
            // What else a phone was told holds no code.
            let newest = inbox.first(where: { isMeant($0.to) && Witness.code(in: $0.text) != nil })
        else { return nil }
        return Witness.code(in: newest.text)
    }

    /// The operator's hand, on an engine that never fails.
    func office() async throws -> PlayedCentre {
        if let office = parts.withLock({ $0.office }) { return office }
        let life = Life()
        let made = try await ground.builder.build(
            PlayedGround(
                engine: PlayedEngine(
                    database: database, stage: stage, life: life, dice: Dice(seed: stage.seed, "office"),
                    name: "office",
                    isStormy: { false }, falters: {}, crash: {}),
                world: stage.world(of: "office", clock: NodeClock(scheduler: stage.scheduler), life: life),
                transport: NodeTransport(network: network, stage: stage, name: "office", life: life),
                maker: PlayedPress.maker, logger: ground.logger, mixUp: { $0 }))
        parts.withLock { $0.office = made }
        return made
    }
}
