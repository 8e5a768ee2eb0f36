import Base
import CScrub
import Logging
import ServiceLifecycle

/// The memory of a program that has citizens in it.
///
/// What is freed or returned from is overwritten (`CScrub`), nobody but root reads what is live, and a crash writes none of it to a disk.
enum OwnMemory {
    /// Called first by the programs that serve people; refused by the system it is a line in the log and no more.
    static func close(_ logger: Logger) {
        let refusal = egret_close_memory()
        if refusal != 0 {
            logger.warning("the memory stays open to debuggers", metadata: ["errno": "\(refusal)"])
        }
    }

    /// Gives back what only the start needed, a second after it; then wipes, again and again, what calls that have
    /// returned left on the stacks: Swift keeps a text of up to fifteen bytes, a telephone number for one, in a frame.
    struct Upkeep: Service {
        private static let after = Duration.seconds(1)
        private static let every = Duration.seconds(10)

        let world: World
        let logger: Logger

        func run() async throws {
            await cancelWhenGracefulShutdown {
                guard (try? await world.sleep(Self.after)) != nil else { return }
                egret_give_back_memory()
                while (try? await world.sleep(Self.every)) != nil {
                    let refusal = egret_wipe_stacks()
                    if refusal != 0 {
                        logger.warning("stacks are not wiped", metadata: ["errno": "\(refusal)"])
                    }
                }
            }
            // A service that returns would end the group.
            try? await gracefulShutdown()
        }
    }
}
