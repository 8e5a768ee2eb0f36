import Base
import Logging
import ServiceLifecycle

/// After power came back: first nobody's session, then the front page.
struct Start: Service {
    static let pauseMax = Duration.seconds(15)

    let centre: Centre
    let readiness: Readiness
    let world: World
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            var pause = Duration.milliseconds(250)
            while !Task.isCancelled {
                do {
                    try await centre.endSession(nil)
                    readiness.open()
                    break
                } catch {
                    logger.warning("the centre cannot be reached yet", metadata: ["cause": "\(error)"])
                }
                guard (try? await world.sleep(world.spread(pause))) != nil else { return }
                pause = min(pause * 2, Self.pauseMax)
            }
            // A service that returns would end the group.
            try? await gracefulShutdown()
        }
    }
}
