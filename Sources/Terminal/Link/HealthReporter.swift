import Base
import Logging
import ServiceLifecycle
import Wire

/// Tells the centre every thirty seconds how the terminal is, and obeys its answer.
struct HealthReporter: Service {
    static let pause = Duration.seconds(30)

    let centre: Centre
    let reader: any CardReader
    let camera: any Camera
    let printer: any Printer
    let stop: StopSwitch
    let version: String
    let world: World
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            repeat { await report() } while (try? await world.sleep(Self.pause)) != nil
        }
    }

    /// Reports once; used at once when the terminal stops.
    func report() async {
        async let reader = reader.answers()
        async let camera = camera.works()
        let condition = await printer.condition()
        let reason = stop.reason
        let report = HealthReport(
            version: version, cardReader: await reader ? .ready : .out, camera: await camera ? .ready : .out,
            printer: condition.device, printerReasons: condition.reasons.map(\.rawValue), stopped: reason,
            clockMs: world.now().milliseconds)
        do {
            let answer = try await centre.health(report)
            centre.identity.obey(ticketKeysPEM: answer.ticketKeysPEM)
            if stop.hear(serve: answer.serve, reported: reason) {
                logger.error("the centre has stopped this terminal")
            }
        } catch {
            logger.warning("health report not delivered", metadata: ["cause": "\(error)"])
        }
    }
}
