public import Hummingbird
public import Web

/// Whoever comes to a browser next is not asked about the portal's account of who sat there before.
///
/// What the portal has said is thrown away with every session that begins or ends in that browser, but for the sign-in that
/// leads to the question itself.
public struct ForgetPortal: RouterMiddleware {
    public init() {}

    public func handle(
        _ request: Request, context: EgretContext, next: (Request, EgretContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        guard request.cookies[PortalRoutes.cookie] != nil,
            SessionCarrier.gives(response, on: context.surface),
            !Self.asks(response.headers[.location] ?? "")
        else { return response }
        PortalRoutes.keep(nil, in: &response)
        return response
    }

    /// A password leads there by way of the second factor.
    private static func asks(_ place: String) -> Bool {
        let parts = place.split(separator: "?", maxSplits: 1)
        let next = parts.count == 2 ? try? Form(Array(parts[1].utf8))["next"] : place
        return next == PortalRoutes.linkPath
    }
}
