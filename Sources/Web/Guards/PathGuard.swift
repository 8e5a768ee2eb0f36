import Foundation
import Hummingbird
import HTTPTypes

/// Refuses addresses that are not text, and bodies that no route would read.
struct PathGuard: RouterMiddleware {
    let bodyMaxBytes: Int

    func handle(
        _ request: Request, context: EgretContext, next: (Request, EgretContext) async throws -> Response
    ) async throws -> Response {
        guard let path = request.uri.path.removingPercentEncoding,
            path.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { throw Problem("bad-request", .badRequest, cause: "the path is not text") }
        if let length = request.headers[.contentLength].flatMap(Int.init), length > bodyMaxBytes {
            throw Problem("too-large", .contentTooLarge, headers: [.connection: "close"])
        }
        return try await next(request, context)
    }
}
