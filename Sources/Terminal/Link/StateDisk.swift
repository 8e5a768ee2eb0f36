import Base
import Foundation
import Logging
import ServiceLifecycle
import Synchronization

/// Whether the agent's disk keeps what is written to it.
///
/// On a full or read-only disk the print guard could not write down that a ticket is spent, so the terminal begins no
/// visit until the disk keeps things again; it finds that out by itself.
final class StateDisk: Service {
    static let pause = Duration.seconds(3)
    /// More than one printing writes.
    static let probeBytes = 16 * 1_024

    private let disk: any Disk
    private let probe: URL
    private let world: World
    private let logger: Logger
    private let well = Mutex(true)
    /// There is one probe: of two that wrote it at once, one would find its file gone.
    private let probing = Mutex(())

    init(disk: any Disk, probe: URL, world: World, logger: Logger) {
        self.disk = disk
        self.probe = probe
        self.world = world
        self.logger = logger
        look()
    }

    /// As it was at the last look.
    var isWell: Bool { well.withLock { $0 } }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await self.world.sleep(Self.pause)) != nil { self.look() }
        }
    }

    /// Writes, syncs and names a file, and says whether that worked.
    @discardableResult
    func look() -> Bool {
        probing.withLock { _ in
            var cause: (any Error)?
            do {
                try disk.write([UInt8](repeating: 0, count: Self.probeBytes), to: probe)
            } catch {
                cause = error
            }
            let isWell = cause == nil
            let before = well.withLock { well in
                defer { well = isWell }
                return well
            }
            if before, let cause {
                logger.error(
                    "the disk keeps nothing: the terminal is out of service",
                    metadata: ["cause": "\(cause)"])
            } else if !before, isWell {
                logger.notice("the disk keeps what is written again: the terminal is back in service")
            }
            return isWell
        }
    }
}
