public import Hummingbird
import Base
import HTTPTypes
import NIOCore

/// The form of a browser's POST.
///
/// **Errors:** ``FormRefusal/unreadable``; `Problem` 413 above the route's body limit, 415 for another kind of body,
/// 408 when the body is slow in coming.
public func form(of request: Request, _ context: EgretContext) async throws -> Form {
    let kind = request.headers[.contentType]?.split(separator: ";").first.map { $0.lowercased() }
    guard kind == "application/x-www-form-urlencoded" else {
        throw Problem("bad-request", .unsupportedMediaType, cause: "not a form")
    }
    let form = try Form(try await body(of: request, context))
    try FormOwner.require(form, context)
    context.notes.posted(form)
    return form
}

/// The whole body of a request, within the route's limit and ten seconds, or what ``BodyLimit`` says.
public func body(of request: Request, _ context: EgretContext) async throws -> [UInt8] {
    let limit = context.bodyLimitBytes
    if let bytes = context.bodyBytes {
        guard bytes.count <= limit else { throw Problem("too-large", .contentTooLarge) }
        return bytes
    }
    if let length = request.headers[.contentLength].flatMap(Int.init), length > limit {
        throw Problem("too-large", .contentTooLarge)
    }
    let bytes = try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
        group.addTask { Array(buffer: try await request.body.collect(upTo: limit)) }
        group.addTask {
            try await context.steady.sleep(context.bodyDeadline)
            return nil
        }
        defer { group.cancelAll() }
        return try await group.next() ?? nil
    }
    // A cancelled body ends early and looks whole, so its length is never trusted after that.
    try Task.checkCancellation()
    guard let bytes else {
        throw Problem("too-slow", .requestTimeout, headers: [.connection: "close"])
    }
    context.notes.bodyIsWhole(at: context.steady.now())
    return bytes
}
