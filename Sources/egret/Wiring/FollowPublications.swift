import Base
import Casework
import Catalogue
import Logging
import ServiceLifecycle
import Storage

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
                if try await publications.follow() {
                    logger.notice("other services are offered from now on")
                }
                publications.logUnreadable(logger)
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

extension House {
    /// Keeps what the release brought, and says once of which version it replaced what had been kept.
    func keepServices() async throws {
        let other = try await publications.keepReleased()
        guard !other.isEmpty else { return }
        logger.notice(
            "this release brings other files of numbers that were kept: their cases are read by these",
            metadata: [
                "count": "\(other.count)",
                "services": "\(other.map { "\($0.service.rawValue) \($0.version)" }.joined(separator: ", "))",
            ])
    }

    /// Offers what is due, and reads what cases run under and visits are expected by, so that none of them waits for it.
    func readServices() async throws {
        let now = world.now()
        let running = try await engine.read { db in try CaseUsesStore.running(at: now, in: db) }
        try await publications.follow(reading: running)
    }
}

extension Publications {
    /// Says once of each version that could not be read where it fails; its service goes on with the one before, and cases of
    /// another release's version with the one that is offered.
    func logUnreadable(_ logger: Logger) {
        for one in untold() {
            logger.error(
                one.isReleased
                    ? "another release's version cannot be read by this one: its cases go on by what is offered"
                    : "a published version cannot be read by this release: publish it anew",
                metadata: [
                    "service": "\(one.service.rawValue)", "version": "\(one.version)",
                    "defect": "\(one.defects.defects.first.map(\.description) ?? "")",
                ])
        }
    }
}
