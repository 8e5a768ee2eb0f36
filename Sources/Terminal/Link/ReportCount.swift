import Base
import Synchronization

/// Numbers the health reports of one life of the agent, so that a copy of the machine shows.
final class ReportCount: Sendable {
    let boot: String
    private let count = Mutex<Int64>(0)

    init(_ world: World) {
        boot = Token(world).rawValue
    }

    /// 1 the first time.
    func next() -> Int64 {
        count.withLock {
            $0 += 1
            return $0
        }
    }
}
