public import Hummingbird

/// Lets the routes behind it read larger bodies than the house does by default.
public struct BodyLimit: RouterMiddleware {
    private let bytes: Int

    /// **Unit:** bytes.
    public init(bytes: Int) {
        self.bytes = bytes
    }

    public func handle(
        _ request: Request, context: EgretContext, next: (Request, EgretContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.bodyLimitBytes = bytes
        return try await next(request, context)
    }
}
