public import Hummingbird

/// Lets the routes behind it read larger bodies than the house does by default.
public struct BodyLimit: RouterMiddleware {
    private let bytes: Int
    private let within: Duration?

    /// `bytes` is the limit; `within` how long such a body may take, which the request's own deadline then waits for.
    public init(bytes: Int, within: Duration? = nil) {
        self.bytes = bytes
        self.within = within
    }

    public func handle(
        _ request: Request, context: EgretContext, next: (Request, EgretContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.bodyLimitBytes = bytes
        if let within {
            context.bodyDeadline = within
            context.notes.bodyWithin = within
        }
        return try await next(request, context)
    }
}
