import Base
import Synchronization

/// The centre's time as far as the terminal knows it: the last word of the centre plus the uptime since then.
///
/// The machine's own clock is believed only until the centre has spoken, and moving it afterwards changes nothing.
final class CentreClock: Sendable {
    private let world: World
    private let uptime: Uptime
    private let last = Mutex<(centre: Instant, askedAt: Duration, heardAt: Duration)?>(nil)

    init(world: World, uptime: Uptime) {
        self.world = world
        self.uptime = uptime
    }

    /// `askedAt` is the uptime when the question left: the answer is at least as old as that, so that a slow link
    /// makes tickets look older, never younger.
    func learn(nowMs: Int64, askedAt: Duration) {
        last.withLock { $0 = (Instant(milliseconds: nowMs), askedAt, uptime.now()) }
    }

    var uptimeNow: Duration { uptime.now() }

    func now() -> Instant {
        guard let last = last.withLock({ $0 }) else { return world.now() }
        return last.centre + (uptime.now() - last.askedAt)
    }

    /// What time it is at the centre at the least, however slow the link; nil before the centre has spoken.
    ///
    /// ``now()`` is ahead of the centre by as long as the answer was on its way: who says when something was sent must
    /// not say a time that is still to come.
    var atLeast: Instant? {
        last.withLock { last in last.map { $0.centre + (uptime.now() - $0.heardAt) } }
    }

    /// The world with the centre's time in it, for signatures.
    var signingWorld: World {
        var world = world
        world.now = { self.now() }
        return world
    }
}
