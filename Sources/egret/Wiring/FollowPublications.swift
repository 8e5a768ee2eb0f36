import Base
import Catalogue
import Logging
import ServiceLifecycle

/// Offers what was published, on every node, within seconds of its moment.
struct FollowPublications: Service {
    let publications: Publications
    let world: World
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown { await repeatedly() }
    }

    private func repeatedly() async {
        while !Task.isCancelled {
            do {
                if try await publications.follow() { logger.notice("other services are offered from now on") }
            } catch is CancellationError {
                return
            } catch {
                // What was offered is offered still.
                logger.error("what was published cannot be offered", metadata: ["error": "\(error)"])
            }
            do { try await world.sleep(Publications.every) } catch { return }
        }
    }
}
