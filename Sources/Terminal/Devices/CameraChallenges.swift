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
    /// The session whose picture is being asked about; nil when none is.
    private let asking = Mutex<String?>(nil)

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

    /// Asks about a picture of a session unless another of it is being asked about: one miss is counted before the next
    /// picture goes, so that nobody gets more tries by sending many at once.
    ///
    /// - Returns: Nil when another is being asked about.
    func alone<Answer: Sendable>(for session: String, _ ask: () async -> Answer) async -> Answer? {
        let isFree = asking.withLock { asking in
            guard asking != session else { return false }
            asking = session
            return true
        }
        guard isFree else { return nil }
        let answer = await ask()
        asking.withLock { if $0 == session { $0 = nil } }
        return answer
    }

    /// How often a picture came without a fresh challenge since the start.
    var refused: Int { refusedCount.withLock { $0 } }
}
