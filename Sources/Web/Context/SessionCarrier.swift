public import HTTPTypes
public import Hummingbird

extension HTTPField.Name {
    static func known(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is a header name") }
        return name
    }

    public static let egretSession = known("Egret-Session")
    public static let egretSubject = known("Egret-Subject")
    /// Whom the person at the screen acts for: the commitment of the case's subject.
    public static let egretActingFor = known("Egret-Acting-For")
    /// Said with a page over which a helper is told: the terminal keeps no such page for others.
    public static let egretHelper = known("Egret-Helper")
    public static let clearSiteData = known("Clear-Site-Data")
    public static let requestID = known("X-Request-ID")
    public static let traceParent = known("traceparent")
    public static let idempotencyKey = known("Idempotency-Key")
}

/// How a session travels: in a header that the agent keeps on a terminal, in a cookie everywhere else.
///
/// `__Host-` binds the cookie to this very host and to HTTPS (browsers accept it on loopback over plain HTTP).
public enum SessionCarrier {
    public static func cookieName(_ surface: Surface) -> String { "__Host-egret-\(surface.rawValue)" }

    /// Whether an answer hands a session to a browser, or takes it back.
    public static func gives(_ response: Response, on surface: Surface) -> Bool {
        surface != .terminal
            && response.headers[values: .setCookie].contains { $0.hasPrefix(cookieName(surface) + "=") }
    }

    /// The session that a request claims.
    static func token(of request: Request, on surface: Surface) -> String? {
        switch surface {
        // The link always carries the header, for its signature covers it; empty is none.
        case .terminal: request.headers[.egretSession].flatMap { $0.isEmpty ? nil : $0 }
        case .public, .staff: request.cookies[cookieName(surface)]?.value
        }
    }

    /// Hands a new session to the person's browser or terminal.
    public static func give(_ token: String, to response: inout Response, _ context: EgretContext) {
        switch context.surface {
        case .terminal:
            response.headers[.egretSession] = token
        case .public, .staff:
            response.headers.append(
                .init(name: .setCookie, value: cookie(context.surface, token, maxAge: nil)))
        }
    }

    /// What a terminal is told in place of a token.
    static let ended = "end"

    /// Tells the browser or terminal to forget its session.
    public static func end(in response: inout Response, _ context: EgretContext) {
        switch context.surface {
        case .terminal:
            response.headers[.egretSession] = ended
        case .public, .staff:
            response.headers.append(.init(name: .setCookie, value: cookie(context.surface, "", maxAge: 0)))
        }
    }

    private static func cookie(_ surface: Surface, _ token: String, maxAge: Int?) -> String {
        let age = maxAge.map { "; Max-Age=\($0)" } ?? ""
        return "\(cookieName(surface))=\(token); Path=/; Secure; HttpOnly; SameSite=Strict\(age)"
    }
}
