import Base
import Logging
import ServiceLifecycle

/// Carries outcomes to the centre until it has them.
struct OutcomeCourier: Service {
    static let pauseMax = Duration.seconds(4)

    let outbox: OutcomeOutbox
    let centre: Centre
    let world: World
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            repeat { await deliver() } while (try? await world.sleep(world.spread(Self.pauseMax))) != nil
        }
    }

    /// One round; what the centre cannot take now waits for the next.
    func deliver() async {
        for (ticketID, outcome) in outbox.waiting() {
            do {
                try await centre.report(outcome, ticketID: ticketID)
            } catch .status(let status, _) where [404, 409, 410, 422].contains(status) {
                // It knows already, or never will.
                logger.error(
                    "the centre takes no outcome", metadata: ["ticket": "\(ticketID)", "status": "\(status)"])
            } catch .status {
                // It does not take this one, or not now; it may take the next.
                continue
            } catch {
                return
            }
            do {
                try outbox.delivered(ticketID)
            } catch {
                logger.error("the outbox cannot be emptied", metadata: ["cause": "\(error)"])
            }
        }
    }
}
