import Base
import Logging
import ServiceLifecycle

/// Forgets what has served its time, a little every minute.
struct Housekeeping: Service {
    static let every = Duration.seconds(60)

    /// Something that is done again and again, whatever becomes of the others.
    struct Chore: Sendable {
        /// Unique; a closed word for the operator.
        let name: String
        /// How long it rests after it went well; zero for each round.
        var rests = Duration.zero
        let work: @Sendable () async throws -> Void
    }

    let chores: [Chore]
    let world: World
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown { await repeatedly() }
    }

    private func repeatedly() async {
        var doneAt: [String: Instant] = [:]
        while !Task.isCancelled {
            await round(&doneAt)
            do { try await world.sleep(Self.every) } catch { return }
        }
    }

    /// Does what is due, each in its turn: what fails holds nothing else up, and is tried again in the next round.
    private func round(_ doneAt: inout [String: Instant]) async {
        for chore in chores where isDue(chore, since: doneAt[chore.name]) {
            do {
                try await chore.work()
                doneAt[chore.name] = world.now()
            } catch {
                if Task.isCancelled { return }
                logger.error(
                    "housekeeping failed", metadata: ["chore": "\(chore.name)", "error": "\(error)"])
            }
        }
    }

    /// A clock that was set back makes nobody wait until it has caught up.
    private func isDue(_ chore: Chore, since doneAt: Instant?) -> Bool {
        guard let doneAt else { return true }
        return !(.zero..<chore.rests).contains(world.now().since(doneAt))
    }
}
