import Base
import Synchronization

/// The authority's businesses: serial and random numbers, each good for one question within ``life``.
final class AuthorityBook: Sendable {
    struct Business: Sendable {
        let serial: String
        let random: String
        let mode: String
        let key: String?
        let opened: Instant
        /// Digest of what was asked; nil until the serial is used.
        var content: [UInt8]?
        /// The four characters answered.
        var result: String?
    }

    static let life = Duration.seconds(300)

    private let businesses = Mutex<[String: Business]>([:])

    /// A new business, or the one that was opened with the same key and is still alive.
    func open(mode: String, key: String?, _ world: World) throws(AuthorityRefused) -> Business {
        let now = world.now()
        let fresh = Business(
            serial: "S" + Token(world).rawValue, random: world.random(16).hex, mode: mode, key: key,
            opened: now)
        let opened: Business? = businesses.withLock { businesses in
            businesses = businesses.filter { now.since($0.value.opened) < Self.life }
            if let key, let earlier = businesses.values.first(where: { $0.key == key }) {
                return earlier.mode == mode ? earlier : nil
            }
            businesses[fresh.serial] = fresh
            return fresh
        }
        guard let opened else { throw .keyReused }
        return opened
    }

    /// Uses the serial up; a repeat with the same key and content gets the same business again.
    func use(
        serial: String, mode: String, key: String?, content: [UInt8], at now: Instant
    ) throws(AuthorityRefused) -> Business {
        let used: Result<Business, AuthorityRefused> = businesses.withLock { businesses in
            guard var business = businesses[serial], now.since(business.opened) < Self.life else {
                return .failure(.serialUnknown)
            }
            guard business.mode == mode else { return .failure(.mode) }
            if let earlier = business.content {
                guard let key, key == business.key else { return .failure(.serialUsed) }
                return earlier == content ? .success(business) : .failure(.keyReused)
            }
            business.content = content
            businesses[serial] = business
            return .success(business)
        }
        return try used.get()
    }

    func keep(_ result: String, serial: String) {
        businesses.withLock { $0[serial]?.result = result }
    }
}
