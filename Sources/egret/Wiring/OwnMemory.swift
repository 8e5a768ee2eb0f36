import Base
import CScrub
import Logging
import ServiceLifecycle

/// The memory of a program that has citizens in it.
///
/// What is freed is overwritten (`CScrub`), nobody but root reads what is live, and a crash writes none of it to a disk.
enum OwnMemory {
    /// Called first by the programs that serve people; refused by the system it is a line in the log and no more.
    static func close(_ logger: Logger) {
        let refusal = egret_close_memory()
        if refusal != 0 {
            logger.warning("the memory stays open to debuggers", metadata: ["errno": "\(refusal)"])
        }
    }

    /// Gives back what only the start needed, a second after it.
    struct Leftovers: Service {
        private static let after = Duration.seconds(1)

        let world: World

        func run() async throws {
            await cancelWhenGracefulShutdown {
                guard (try? await world.sleep(Self.after)) != nil else { return }
                egret_give_back_memory()
            }
            // A service that returns would end the group.
            try? await gracefulShutdown()
        }
    }
}
