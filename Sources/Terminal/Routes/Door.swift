import Base
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Synchronization

/// Who may talk to the agent: one browser, on this machine, on its own pages.
final class Door: Sendable {
    enum Verdict: Hashable, Sendable {
        case welcome
        /// The first page for this browser: the answer carries the cookie.
        case first(cookie: String)
        /// The address is not ours: another site has pointed its name at this machine.
        case otherHost
        /// A page of another site set this off.
        case otherSite
        /// Another browser is at the screen.
        case otherBrowser
    }

    static let cookieName = "egret_browser"
    /// A browser that has been silent for so long, with nobody's session open, may be replaced by another.
    static let holdFor = Duration.seconds(10)

    private struct State {
        var port: Int?
        var browser: String?
        var seenAt = Duration.zero
    }

    private let world: World
    private let uptime: Uptime
    private let state = Mutex(State())

    init(world: World, uptime: Uptime) {
        self.world = world
        self.uptime = uptime
    }

    func open(port: Int) {
        state.withLock { $0.port = port }
    }

    /// Lets the next browser be the one: after the visit, its profile (and the cookie in it) is gone.
    func release() {
        state.withLock { $0.browser = nil }
    }

    /// Whether the request names this very server and comes from its own pages.
    func checkOrigin(_ request: Request) -> Verdict {
        guard let host = request.head.authority, hosts.contains(host) else { return .otherHost }
        let isSafe = [.get, .head].contains(request.method)
        if let site = request.headers[Self.fetchSite] {
            return site == "same-origin" || (isSafe && site == "none") ? .welcome : .otherSite
        }
        if let origin = request.headers[.origin] {
            return origin == "http://" + host ? .welcome : .otherSite
        }
        return isSafe ? .welcome : .otherSite
    }

    /// Whether it is the browser that this visit began with.
    func checkBrowser(_ request: Request, sessionOpen: Bool) -> Verdict {
        let offered = request.cookies[Self.cookieName]?.value
        return state.withLock { state in
            let now = uptime.now()
            if let browser = state.browser {
                if offered == browser {
                    state.seenAt = now
                    return .welcome
                }
                guard !sessionOpen, now - state.seenAt > Self.holdFor else { return .otherBrowser }
            }
            guard [.get, .head].contains(request.method) else { return .otherBrowser }
            // A program that asks whether the agent is up takes nobody's place.
            guard request.headers[.accept]?.contains("text/html") == true else {
                return state.browser == nil ? .welcome : .otherBrowser
            }
            let cookie = Token(world).rawValue
            state.browser = cookie
            state.seenAt = now
            return .first(cookie: cookie)
        }
    }

    private var hosts: [String] {
        let port = state.withLock { $0.port } ?? 80
        return ["127.0.0.1", "localhost", "[::1]"].flatMap { host in
            port == 80 ? [host, "\(host):80"] : ["\(host):\(port)"]
        }
    }

    static let fetchSite = fieldName("Sec-Fetch-Site")

    static func fieldName(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is a header name") }
        return name
    }
}
