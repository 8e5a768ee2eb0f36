import Base
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceLifecycle
import Synchronization
import Terminal
import Web

/// One terminal: the real agent on a machine whose power, line, printer and disk can fail, and whoever stands before it.
final class MixupTerminal: Sendable {
    struct Off: Error {}

    private struct Life: Sendable {
        let agent: OpenAgent
        let responder: any HTTPResponder<EgretContext>
        let power: MixupPower
        let services: Task<Void, Never>
    }

    private struct State {
        var life: Life?
        var person: MixupPeople.Person?
        /// For whom the person comes, when not for herself.
        var ward: MixupPeople.Person?
        var visit = 0
    }

    let index: Int
    let link: MixupLink
    let reader = MixupReader()
    private let stage: MixupStage
    private let chance: MixupChance
    private let source: MixupSource
    private let state = Mutex(State())

    init(_ index: Int, stage: MixupStage) {
        self.index = index
        self.stage = stage
        chance = MixupChance(seed: stage.seed, "terminal-\(index)")
        source = MixupSource(stage.logger)
        link = MixupLink(
            nodes: stage.nodes, faults: stage.faults, chance: MixupChance(seed: stage.seed, "link-\(index)"),
            world: stage.world)
    }

    /// Who is at the screen.
    var person: MixupPeople.Person? { state.withLock { $0.person } }
    var agent: OpenAgent? { state.withLock { $0.life?.agent } }
    var isOn: Bool {
        // The tray holds the power while it asks who stands here, so neither is asked under the other's lock.
        let power = state.withLock { $0.life?.power }
        return power?.on ?? false
    }

    func stepUp(_ person: MixupPeople.Person?, for ward: MixupPeople.Person? = nil) {
        state.withLock { ($0.person, $0.ward) = (person, ward) }
        reader.lay(person)
    }

    /// Switches the machine on, on what its disk holds; the first time with the code that an operator gave.
    func start(code: String? = nil) async throws {
        let power = MixupPower()
        var configuration = TerminalConfiguration(
            centre: "http://centre", state: stage.folder.appending(path: "terminal-\(index)"),
            serial: "MIXUP-\(index)", version: "0.0.0", printer: .folder(stage.folder))
        configuration.enrolmentCode = code
        let agent = try await OpenAgent(
            configuration,
            on: AgentMachine(
                transport: MixupPoweredLink(link: link, power: power), disk: MixupDisk(power: power),
                reader: reader,
                camera: PageCamera(), printer: printer(power), browser: ForeignBrowser()),
            frame: stage.agentFrame, world: stage.world, uptime: .live(), logger: stage.logger)
        let running = agent.services
        let services = Task {
            await withTaskGroup(of: Void.self) { group in
                for service in running { group.addTask { try? await service.run() } }
            }
        }
        state.withLock {
            $0.life = Life(agent: agent, responder: agent.responder, power: power, services: services)
        }
    }

    /// Pulls the plug.
    func kill() {
        guard let life = state.withLock({ $0.life }) else { return }
        life.power.cut()
        life.services.cancel()
    }

    /// Sends what a browser on this machine sends.
    ///
    /// - Throws: ``Off`` without power.
    func browse(_ message: MixupMessage) async throws -> MixupAnswer {
        guard let life = state.withLock({ $0.life }), life.power.on else { throw Off() }
        let response = try await life.responder.respond(
            to: message.request(authority: "127.0.0.1"), context: source.context())
        let answer = try await MixupAnswer(response)
        guard life.power.on else { throw Off() }
        return answer
    }

    private func printer(_ power: MixupPower) -> MixupPrinter {
        MixupPrinter(
            power: power, faults: stage.faults, chance: chance, world: stage.world,
            tray: { [self] paper in cameOut(paper) }, kill: { [self] in kill() })
    }

    /// The moment of truth: a paper is here, and so is somebody.
    private func cameOut(_ paper: Paper) {
        let (person, ward) = state.withLock { ($0.person, $0.ward) }
        stage.checked(
            paper, person: person, ward: ward, terminal: agent?.terminalID ?? "",
            ticket: link.ticket(paper.ticketID))
    }
}
