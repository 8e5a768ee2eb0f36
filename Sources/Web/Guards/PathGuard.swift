import Foundation
import Hummingbird
import HTTPTypes

/// Refuses addresses that are not text, and bodies that no route would read.
struct PathGuard: RouterMiddleware {
    let bodyMaxBytes: Int

    func handle(
        _ request: Request, context: EgretContext, next: (Request, EgretContext) async throws -> Response
    ) async throws -> Response {
        guard Self.isText(request.uri.path) else {
            throw Problem("bad-request", .badRequest, cause: "the path is not text")
        }
        if let length = request.headers[.contentLength].flatMap(Int.init), length > bodyMaxBytes {
            throw Problem("too-large", .contentTooLarge, headers: [.connection: "close"])
        }
        return try await next(request, context)
    }

    private static func isText(_ path: String) -> Bool {
        // Most paths are plain ASCII, which needs no decoding.
        if path.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "%") }) { return true }
        guard let path = path.removingPercentEncoding else { return false }
        return path.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
}
