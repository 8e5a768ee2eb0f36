import Base
import Synchronization

/// Ties each picture to the moment it was asked for: a challenge lives five seconds and serves once.
///
/// Only the newest challenge counts, so that a recorded picture finds no open door.
final class CameraChallenges: Sendable {
    static let life = Duration.seconds(5)

    private let world: World
    private let uptime: Uptime
    private let open = Mutex<(challenge: String, at: Duration)?>(nil)
    private let refusedCount = Mutex(0)

    init(world: World, uptime: Uptime) {
        self.world = world
        self.uptime = uptime
    }

    func issue() -> String {
        let challenge = Token(world).rawValue
        open.withLock { $0 = (challenge, uptime.now()) }
        return challenge
    }

    /// Spends the challenge, whatever comes of it.
    func spend(_ challenge: String) throws(FaceRefused) {
        let held = open.withLock { held in
            defer { held = nil }
            return held
        }
        guard let held, held.challenge == challenge, uptime.now() - held.at <= Self.life else {
            refusedCount.withLock { $0 += 1 }
            throw .stale
        }
    }

    /// How often a picture came without a fresh challenge since the start.
    var refused: Int { refusedCount.withLock { $0 } }
}
