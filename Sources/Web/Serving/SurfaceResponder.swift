import Base
public import Hummingbird
import HTTPTypes
import Logging
import NIOCore

/// Answers one request of a surface: names it, limits its time, protects its answer, writes the log and the figures.
public struct SurfaceResponder: HTTPResponder {
    public typealias Context = EgretContext

    /// What an answer that closes its connection has to reach whoever asked.
    static let leaveFor = TimeAmount.seconds(1)

    /// How often the end of a request with a slow body is looked at.
    static let look = Duration.seconds(1)

    let listener: Listener
    let router: RouterResponder<EgretContext>
    let again: FormAgain

    public func respond(to request: Request, context: EgretContext) async throws -> Response {
        let start = listener.world.steady.now()
        let context = prepared(context, for: request)
        var response = try await answer(request, context)
        let headers = SecurityHeaders(
            surface: listener.surface, nonce: context.nonce,
            strictTransportSeconds: listener.settings.strictTransportSeconds)
        headers.add(to: &response)
        response.headers[.requestID] = context.requestID
        if request.announcesBody, !context.notes.hasWholeBody { response.headers[.connection] = "close" }
        if response.headers[.connection] == "close" { hangUp(context) }
        record(request, response, context, took: listener.world.steady.now() - start)
        return response
    }

    /// Closes the connection once its answer has had time to leave.
    ///
    /// Nobody waits for the rest of a body that no handler wants: whoever drips on would keep the connection for good.
    private func hangUp(_ context: EgretContext) {
        let channel = context.channel
        channel.eventLoop.scheduleTask(in: Self.leaveFor) { channel.close(promise: nil) }
    }

    private func answer(_ request: Request, _ context: EgretContext) async throws -> Response {
        let deadline = listener.settings.requestDeadline
        let steady = listener.world.steady
        let start = steady.now()
        let response = try await withThrowingTaskGroup(of: Response?.self) { group in
            group.addTask {
                let owner = context.surface == .public ? context.sessionToken.map(FormOwner.mark) : nil
                let response = try await FormOwner.$mark.withValue(owner) {
                    try await router.respond(to: request, context: context)
                }
                return try await again.response(to: request, context) ?? response
            }
            group.addTask {
                try await steady.sleep(deadline)
                // Only a body that may be slow moves the end, as long as it is on its way.
                while context.notes.end(after: deadline, from: start) > steady.now() {
                    try await steady.sleep(Self.look)
                }
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
        if let response { return response }
        let problem = Problem(
            "too-slow", .serviceUnavailable, cause: "the request took longer than \(deadline)",
            headers: [.retryAfter: "5", .connection: "close"])
        context.count(refusal: problem.slug)
        return ProblemAnswer(frame: listener.frame).response(problem, to: request, context)
    }

    private func prepared(_ context: EgretContext, for request: Request) -> EgretContext {
        let world = listener.world
        var context = context
        context.surface = listener.surface
        context.requestID = requestID(of: request, world)
        context.trace = TraceContext(continuing: request.headers[.traceParent], world: world)
        context.nonce = Token.encode(world.random(16))
        context.sessionToken = SessionCarrier.token(of: request, on: listener.surface)
        // Nothing comes back to where a form was sent: to the page on which it stood.
        context.place = (request.method == .post ? FormPage.origin(of: request) : nil) ?? request.uri.string
        context.bodyDeadline = listener.settings.bodyDeadline
        context.steady = world.steady
        let chosen = Display.parse(request.cookies[Display.cookieName]?.value ?? "")
        context.display = chosen.display
        context.language = chosen.language ?? LanguageChoice.best(request.headers[.acceptLanguage])
        context.logger[metadataKey: "hb.request.id"] = nil
        context.logger[metadataKey: "request_id"] = .string(context.requestID)
        context.logger[metadataKey: "trace_id"] = .string(context.trace.traceID)
        return context
    }

    /// A terminal's agent names its requests, so that its own log and ours agree; a browser may not.
    private func requestID(of request: Request, _ world: World) -> String {
        if listener.surface == .terminal,
            let id = request.headers[.requestID].flatMap(Token.init(rawValue:))
        {
            return id.rawValue
        }
        return Token(world).rawValue
    }

    private func record(_ request: Request, _ response: Response, _ context: EgretContext, took: Duration) {
        let route = context.endpointPath ?? "unknown"
        let status = response.status.code
        listener.metrics.requestTook(
            took, surface: listener.surface, method: request.method, route: route, status: status)
        if let slug = context.notes.refusal { listener.metrics.refused(slug, on: listener.surface) }
        var metadata: Logger.Metadata = [
            "surface": .string(listener.surface.rawValue), "method": .string(request.method.rawValue),
            "route": .string(route), "status": .stringConvertible(status),
            "ms": .stringConvertible(took.wholeMilliseconds),
        ]
        metadata["terminal"] = context.notes.terminalID.map { .string($0) }
        context.logger.info("request", metadata: metadata)
    }
}

extension Request {
    fileprivate var announcesBody: Bool {
        headers[.transferEncoding] != nil || headers[.contentLength].map { $0 != "0" } ?? false
    }
}
