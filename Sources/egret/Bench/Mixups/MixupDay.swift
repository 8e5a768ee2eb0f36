import Audit
import Base
import Stations
import Terminal

/// One terminal's day: one person after the other.
struct MixupDay: Sendable {
    private static let endingTriesMax = 400
    private static let readmissionsMax = 10

    let terminal: MixupTerminal
    let stage: MixupStage
    let queue: MixupQueue
    private let chance: MixupChance

    init(terminal: MixupTerminal, stage: MixupStage, queue: MixupQueue) {
        self.terminal = terminal
        self.stage = stage
        self.queue = queue
        chance = MixupChance(seed: stage.seed, "day-\(terminal.index)")
    }

    /// Serves until so many papers are out in the whole house.
    func run(until papers: Int) async {
        var memory: MixupBrowser.Memory?
        var isWiped = true
        while stage.truth.count < papers, !Task.isCancelled {
            guard let person = queue.next() else {
                try? await stage.world.sleep(.milliseconds(50))
                continue
            }
            let lies = stage.foreign.lies(about: person)
            let ward = person.child.flatMap { chance.happens(500) ? stage.people.all[$0] : nil }
            terminal.stepUp(person, for: ward)
            var visit = MixupVisit(
                person, for: ward, at: terminal, stage: stage, chance: chance, former: memory,
                isWiped: isWiped)
            let end = await visit.run()
            memory = visit.memory
            isWiped = await leave(end, visit)
            terminal.stepUp(nil)
            await judge(visit, end, wasLiedTo: stage.foreign.lies(about: person) > lies)
            queue.comeBack(person, soon: end == .left && chance.happens(700))
        }
    }

    /// - Returns: Whether the browser was wiped.
    private func leave(_ end: MixupVisit.End, _ visit: MixupVisit) async -> Bool {
        if end == .paper || end == .refused, terminal.agent?.isPrinting == false,
            stage.faults.comes(\.walkedAway, "walked-away", chance)
        {
            return false
        }
        let browser = visit.lastBrowser
        for _ in 0..<Self.endingTriesMax {
            do {
                if !terminal.isOn { try await terminal.start() }
                let answer = try await browser.post("/terminal/end", [:], key: Token(stage.world).rawValue)
                if answer.location != "/terminal/printing", terminal.agent?.isPrinting != true { return true }
            } catch {}
            try? await stage.world.sleep(.milliseconds(15))
        }
        stage.truth.error("visit-never-ended")
        return true
    }

    /// Counts what nothing explains, and lets service and terminal in again when something has stopped them.
    private func judge(_ visit: MixupVisit, _ end: MixupVisit.End, wasLiedTo: Bool) async {
        if wasLiedTo {
            stage.faults.note("department-lies")
            if end == .paper { stage.truth.wrong("a lie about person \(visit.person.index) became a paper") }
        }
        guard wasLiedTo || end == .stopped || end == .lost else { return }
        let wasStopped = await readmitService(visit.service)
        if wasStopped { stage.faults.note(wasLiedTo ? "service-stopped" : "service-stopped-late") }
        if end == .stopped {
            let words = "terminal-stopped: \(terminal.agent?.stopped ?? "-"), \(await alarms())"
            stage.truth.error(words, trail: visit.trail)
        }
        if end == .lost, !wasStopped {
            stage.truth.error("visit-without-paper: \(visit.trail.last ?? "-")", trail: visit.trail)
        }
        if end == .stopped { await readmitTerminal() }
    }

    /// What the centre complains of at this terminal.
    private func alarms() async -> String {
        let all = (try? await stage.nodes.compactMap(\.house).first?.stations.queries.openAlarms()) ?? []
        return all.filter { $0.terminal == terminal.agent?.terminalID }
            .map { "\($0.kind.rawValue) \($0.detail)" }.sorted().joined(separator: ", ")
    }

    /// - Returns: Whether it was stopped at this terminal.
    private func readmitService(_ service: String) async -> Bool {
        guard let id = terminal.agent?.terminalID else { return false }
        for _ in 0..<Self.readmissionsMax {
            for house in stage.nodes.compactMap(\.house) {
                if let was = try? await house.stations.readmitService(
                    service, at: id, by: .staff("mixups")), was
                {
                    return true
                }
            }
            try? await stage.world.sleep(.milliseconds(20))
        }
        return false
    }

    /// Every node forgets what it believed of the terminal, and the agent asks again when it starts.
    private func readmitTerminal() async {
        guard let id = terminal.agent?.terminalID else { return }
        for _ in 0..<Self.readmissionsMax where terminal.agent?.stopped != nil {
            for house in stage.nodes.compactMap(\.house) {
                try? await house.stations.readmit(id, by: .staff("mixups"))
            }
            terminal.kill()
            try? await terminal.start()
            try? await stage.world.sleep(.milliseconds(100))
        }
    }
}

/// Tears the centres down and builds them again, while the terminals go on.
struct MixupTrouble: Sendable {
    let stage: MixupStage
    let seed: UInt64

    func run(until papers: Int) async {
        let chance = MixupChance(seed: seed, "centre")
        var seen = 0
        while stage.truth.count < papers, !Task.isCancelled {
            try? await stage.world.sleep(.milliseconds(100))
            let count = stage.truth.count
            defer { seen = count }
            guard
                (seen..<max(seen, count)).contains(where: { _ in
                    chance.happens(stage.faults.rates.centreRestart)
                })
            else { continue }
            let node = chance.pick(stage.nodes)
            stage.faults.note("centre-restart")
            await node.stop()
            try? await stage.world.sleep(chance.upTo(.milliseconds(200)))
            for _ in 0..<50 where node.house == nil {
                if (try? await node.start()) != nil { break }
                try? await stage.world.sleep(.milliseconds(100))
            }
            if node.house == nil { return stage.truth.error("a centre could not be built again") }
        }
    }
}
