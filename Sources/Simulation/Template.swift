import Base
import Foundation
import Sandbox
import Synchronization
import Terminal

/// A city on its first morning: schema, stations, people and terminals admitted.
///
/// Each run begins on a copy.
package struct Template: Sendable {
    static let terminalsMax = 3

    let database: Database
    /// What lies on the disk of each terminal.
    let disks: [[String: [UInt8]]]

    struct Unfinished: Error {}

    /// Makes one the way an operator does, on a day without faults.
    package static func make(on ground: Ground) throws -> Template {
        let stage = Stage(seed: 0, plan: .calm, keepsLines: false)
        let made = Mutex<Result<Template, any Error>?>(nil)
        EscapedJobs.go(to: stage.scheduler)
        defer { EscapedJobs.go(to: nil) }
        let empty = Template(database: try Database(), disks: [])
        _ = Task(executorPreference: stage.scheduler) {
            do {
                let template = try await prepared(stage, ground, empty)
                made.withLock { $0 = .success(template) }
            } catch {
                made.withLock { $0 = .failure(error) }
            }
        }
        stage.scheduler.run(until: .seconds(600)) { made.withLock { $0 == nil } }
        guard let result = made.withLock({ $0 }) else { throw Unfinished() }
        return try result.get()
    }

    private static func prepared(_ stage: Stage, _ ground: Ground, _ empty: Template) async throws -> Template
    {
        let city = try City(stage: stage, ground: ground, template: empty)
        let office = try await city.office()
        try await office.settle()
        if let giver = ground.city.citizen(id: Errand.mandate.giver),
            let holder = ground.city.citizen(id: Errand.mandate.holder)
        {
            try await office.mandate(giver, holder)
        }
        city.build()
        while !city.centres.allSatisfy(\.isUp) { try await stage.scheduler.sleep(.milliseconds(10)) }
        var disks: [[String: [UInt8]]] = []
        for index in 0..<terminalsMax {
            let (disk, life) = (PlayedDisk(), Life())
            var configuration = configuration(index)
            configuration.enrolmentCode = try await office.admit()
            let clock = NodeClock(scheduler: stage.scheduler)
            _ = try await OpenAgent(
                configuration,
                on: AgentMachine(
                    transport: NodeTransport(
                        network: city.network, stage: stage, name: "terminal-\(index)", life: life),
                    disk: MountedDisk(
                        disk: disk, life: life, dice: stage.dice, plan: .calm, cut: {}),
                    reader: PlayedReader(), camera: PlayedCamera(),
                    printer: PlayedPrinter(stage: stage, witness: city.witness, terminal: "", disk: disk) {
                        false
                    },
                    browser: ForeignBrowser()),
                frame: ground.terminalFrame,
                world: stage.world(of: "terminal-\(index)", clock: clock, life: life),
                uptime: Uptime { stage.scheduler.now }, logger: ground.logger)
            disks.append(disk.files)
        }
        for node in city.centres { node.crash() }
        return Template(database: try city.database.copy(), disks: disks)
    }

    static func configuration(_ index: Int) -> TerminalConfiguration {
        TerminalConfiguration(
            centre: "http://centre", state: URL(filePath: "/state"), serial: "SIM-\(index)", version: "0.0.0",
            printer: .folder(URL(filePath: "/tray")))
    }
}
