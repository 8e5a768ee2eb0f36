import Base
import Synchronization

/// The requests of the sandbox's network identity service, each answered once and good for ``life``.
final class NetworkBook: Sendable {
    struct Entry: Sendable {
        let serial: String
        let scope: String
        let scene: String
        /// What the picture carries; whoever has it may answer.
        let secret: String
        /// Good for one redemption, under this serial.
        let token: String
        let opened: Instant
        var answer: Answer?
    }

    struct Answer: Sendable {
        let citizen: String?
        let fault: NetworkFault
        let at: Instant
    }

    static let life = Duration.seconds(300)

    private let entries = Mutex<[String: Entry]>([:])

    /// A new request, or the one that was opened alike; nil when the serial stands for another.
    func open(serial: String, scope: String, scene: String, _ world: World) -> Entry? {
        let now = world.now()
        let fresh = Entry(
            serial: serial, scope: scope, scene: scene, secret: Token(world).rawValue,
            token: Token(world).rawValue, opened: now)
        return entries.withLock { entries in
            entries = entries.filter { now.since($0.value.opened) < Self.life * 2 }
            if let earlier = entries[serial] {
                return earlier.scope == scope && earlier.scene == scene ? earlier : nil
            }
            entries[serial] = fresh
            return fresh
        }
    }

    func entry(serial: String) -> Entry? { entries.withLock { $0[serial] } }

    /// The request that a picture stands for, as long as it may be answered.
    func entry(secret: String, at now: Instant) -> Entry? {
        entries.withLock { $0.values.first { $0.secret == secret } }
            .flatMap { isOver($0, at: now) ? nil : $0 }
    }

    /// The youngest first.
    func unanswered(at now: Instant) -> [Entry] {
        entries.withLock { Array($0.values) }
            .filter { $0.answer == nil && !isOver($0, at: now) }.sorted { $0.opened > $1.opened }
    }

    func isOver(_ entry: Entry, at now: Instant) -> Bool { now.since(entry.opened) >= Self.life }

    /// - Returns: False when it was answered before.
    func answer(_ serial: String, _ answer: Answer) -> Bool {
        entries.withLock { entries in
            guard entries[serial]?.answer == nil, entries[serial] != nil else { return false }
            entries[serial]?.answer = answer
            return true
        }
    }
}
