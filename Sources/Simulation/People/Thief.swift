import Foundation
import Terminal

/// Somebody with an admitted terminal of his own and the session tokens that others' terminals use.
struct Thief: Sendable {
    let city: City

    func prowl() async {
        let stage = city.stage
        let dice = Dice(seed: stage.seed, "thief")
        let (name, life) = ("terminal-\(Template.terminalsMax - 1)", Life())
        let disk = PlayedDisk(files: city.template.disks[Template.terminalsMax - 1])
        let agent = try? await OpenAgent(
            Template.configuration(Template.terminalsMax - 1),
            on: AgentMachine(
                transport: NodeTransport(network: city.network, stage: stage, name: name, life: life),
                disk: MountedDisk(disk: disk, life: life, dice: dice, plan: .calm, cut: {}),
                reader: PlayedReader(), camera: PlayedCamera(),
                printer: PlayedPrinter(stage: stage, witness: city.witness, terminal: name, disk: disk) {
                    false
                },
                browser: ForeignBrowser()),
            frame: city.ground.terminalFrame,
            world: stage.world(of: name, clock: NodeClock(scheduler: stage.scheduler), life: life),
            uptime: Uptime { stage.scheduler.now }, logger: city.ground.logger)
        guard let agent else {
            try? await stage.scheduler.sleep(City.stormMax)
            return
        }
        while !Task.isCancelled {
            guard (try? await stage.scheduler.sleep(dice.between(.seconds(2), .seconds(6)))) != nil else {
                return
            }
            guard let (token, terminal) = city.witness.someToken(dice) else { continue }
            // With another terminal's session nothing opens; at its own terminal nothing once it is over.
            if dice.happens(500) {
                await probe(agent, token, terminal, dice, "another terminal's session")
            } else if city.witness.isOver(token), let own = city.agent(terminal) {
                await probe(own, token, terminal, dice, "a session that is over")
            }
        }
    }

    private func probe(
        _ agent: OpenAgent, _ token: String, _ terminal: String, _ dice: Dice, _ what: String
    ) async {
        let number = city.witness.lastNumber(at: terminal) ?? ""
        var acts = [
            ("GET", "/cases/\(number)/check?show=all"), ("GET", "/cases/\(number)/paper"),
            ("GET", "/cases/\(number)/receipt"),
            ("GET", "/cases/\(number)/acceptance"),
            ("GET", "/cases/\(number)/refusal"),
            ("GET", "/cases/opening"),
        ]
        if let ticket = city.witness.someTicket(dice) { acts.append(("POST", "/papers/\(ticket)")) }
        let (method, target) = dice.pick(acts)
        guard let (status, body) = await agent.probe(method, target, session: token) else { return }
        city.witness.stolen(status, body, "a thief is answered \(status) at \(target) with \(what)")
    }
}
