import Base
import Logging
import ServiceLifecycle
import Wire

/// Tells the centre every fifteen to thirty seconds how the terminal is, and obeys its answer.
struct HealthReporter: Service {
    static let pauseMax = Duration.seconds(30)

    let centre: Centre
    let reader: any CardReader
    let camera: any Camera
    let printer: any Printer
    let stop: StopSwitch
    let disk: StateDisk
    let version: String
    let count: ReportCount
    let world: World
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            repeat { await report() } while (try? await world.sleep(world.spread(Self.pauseMax))) != nil
        }
    }

    /// What the centre reads among the printer's complaints when the agent's disk keeps nothing.
    static let diskWord = "agent-disk"

    /// Reports once; used at once when the terminal stops.
    func report() async {
        async let reader = reader.serial()
        async let camera = camera.works()
        async let cameraSerial = self.camera.serial()
        let condition = await printer.condition()
        let stop = self.stop.now
        let isDiskWell = disk.isWell
        let serials = ["card-reader": await reader, "camera": await cameraSerial].compactMapValues { $0 }
        let report = HealthReport(
            version: version, cardReader: await reader == nil ? .out : .ready,
            camera: await camera ? .ready : .out,
            printer: isDiskWell ? condition.device : .out,
            printerReasons: condition.reasons.map(\.rawValue) + (isDiskWell ? [] : [Self.diskWord]),
            stopped: stop?.reason, stopID: stop?.id,
            clockMs: world.now().milliseconds,
            run: HealthReport.Run(
                boot: count.boot, count: count.next(), sentAtMs: centre.clock.atLeast?.milliseconds ?? 0),
            serials: serials)
        do {
            let answer = try await centre.health(report)
            centre.identity.obey(ticketKeysPEM: answer.ticketKeysPEM)
            if self.stop.hear(serve: answer.serve, stopID: answer.stopID) {
                logger.error("the centre has stopped this terminal")
            }
        } catch {
            logger.warning("health report not delivered", metadata: ["cause": "\(error)"])
        }
    }
}
