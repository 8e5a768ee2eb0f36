public import Hummingbird
import HTTPTypes

/// Refuses acts that another site's page set off in the person's browser.
///
/// Cookies are `SameSite=Strict` besides. A program sends neither header and carries no cookie of a person.
public struct SameOriginGuard: RouterMiddleware {
    private let surface: Surface

    public init(surface: Surface) {
        self.surface = surface
    }

    public func handle(
        _ request: Request, context: EgretContext, next: (Request, EgretContext) async throws -> Response
    ) async throws -> Response {
        let isSafe = [.get, .head, .options].contains(request.method)
        guard isSafe || Self.isSameOrigin(request, checksOrigin: surface != .terminal) else {
            throw Problem("cross-site", .forbidden, cause: "the request came from another site")
        }
        return try await next(request, context)
    }

    /// Whether a browser vouches that the page which sent this request is of the same site.
    ///
    /// `checksOrigin` is false behind a terminal's agent, whose address the browser sees instead of ours; the agent asks
    /// this question itself.
    public static func isSameOrigin(_ request: Request, checksOrigin: Bool) -> Bool {
        if let site = request.headers[fetchSite] { return site == "same-origin" || site == "none" }
        guard checksOrigin, let origin = request.headers[.origin] else { return true }
        guard let host = request.head.authority else { return false }
        return origin == "https://\(host)" || origin == "http://\(host)"
    }

    private static let fetchSite = HTTPField.Name.known("Sec-Fetch-Site")
}
