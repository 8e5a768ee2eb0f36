import Base
import Synchronization

/// The centre's time as far as the terminal knows it: the last word of the centre plus the uptime since then.
///
/// The machine's own clock is believed only until the centre has spoken, and moving it afterwards changes nothing.
final class CentreClock: Sendable {
    private let world: World
    private let uptime: Uptime
    private let last = Mutex<(centre: Instant, at: Duration)?>(nil)

    init(world: World, uptime: Uptime) {
        self.world = world
        self.uptime = uptime
    }

    /// `askedAt` is the uptime when the question left: the answer is at least as old as that, so that a slow link
    /// makes tickets look older, never younger.
    func learn(nowMs: Int64, askedAt: Duration) {
        last.withLock { $0 = (Instant(milliseconds: nowMs), askedAt) }
    }

    var uptimeNow: Duration { uptime.now() }

    func now() -> Instant {
        guard let last = last.withLock({ $0 }) else { return world.now() }
        return last.centre + (uptime.now() - last.at)
    }

    /// The centre's time; nil before the centre has spoken, when only the machine's own clock is known.
    var known: Instant? {
        last.withLock { last in last.map { $0.centre + (uptime.now() - $0.at) } }
    }

    /// The world with the centre's time in it, for signatures.
    var signingWorld: World {
        var world = world
        world.now = { self.now() }
        return world
    }
}
