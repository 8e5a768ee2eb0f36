public import Base
public import Hummingbird
public import Web
import HTTPTypes

/// How a helper comes to a terminal's screen, steps aside, and goes.
///
///     GET  /assistance          what she does, and the place for her number; code=yes: for her code; who is there
///     POST /assistance/call     number=…: a code goes to her phone
///     POST /assistance/begin    code=…: she helps from now on
///     POST /assistance/aside    step=…: the person's press that the helper has stepped aside
///     POST /assistance/back     the helper may come back
///     POST /assistance/end      she goes, at once
public struct AssistanceRoutes: Sendable {
    let frame: Frame
    let world: World
    let verbs: AssistanceVerbs
    let idempotency: Idempotency

    public init(frame: Frame, world: World, verbs: AssistanceVerbs, idempotency: Idempotency) {
        self.frame = frame
        self.world = world
        self.verbs = verbs
        self.idempotency = idempotency
    }

    public func add(to router: Router<EgretContext>) {
        router.get("assistance", use: page)
        router.post("assistance/call", use: call)
        router.post("assistance/begin", use: begin)
        router.post("assistance/aside", use: aside)
        router.post("assistance/back", use: back)
        router.post("assistance/end", use: end)
    }

    @Sendable func page(_ request: Request, _ context: EgretContext) async throws -> Response {
        let from = Self.local(request.uri.queryParameters["from"].map(String.init))
        if context.helper != nil { return HelpingPage(from: from).html(frame, context).response() }
        return request.uri.queryParameters["code"] == "yes"
            ? code(from, nil, context) : number(from, nil, context)
    }

    @Sendable func call(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        let from = Self.local(form["from"])
        return try await idempotency(request, context, form) { _ in
            do {
                try await verbs.call(
                    form["number"] ?? "", at: terminal(context), language: context.language,
                    requestID: context.requestID)
                return Response.redirect(to: "/assistance?code=yes&from=\(Frame.escaped(from))")
            } catch AssistanceRefused.numberUnreadable {
                return number(from, .numberUnreadable, context)
            }
        }
    }

    @Sendable func begin(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        let from = Self.local(form["from"])
        return try await idempotency(request, context, form) { _ in
            do {
                try await verbs.begin(
                    form.text("code", max: 60), at: terminal(context), token: context.sessionToken,
                    requestID: context.requestID)
                return Response.redirect(to: from)
            } catch let refusal as any Refusal
                where refusal is FormRefusal || refusal as? AssistanceRefused == .codeWrong
            {
                return code(from, refusal, context)
            }
        }
    }

    /// Pressing twice is pressing once.
    @Sendable func aside(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        guard let step = form["step"].flatMap(AssistedStep.Own.init) else {
            throw AssistanceRefused.nobodyHere
        }
        try await verbs.stepAside(step, at: terminal(context))
        return Response.redirect(to: Self.local(form["return"]))
    }

    @Sendable func back(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        try await verbs.stepAside(nil, at: terminal(context))
        return Response.redirect(to: Self.local(form["return"]))
    }

    @Sendable func end(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        try await verbs.end(at: terminal(context), requestID: context.requestID)
        return Response.redirect(to: Self.local(form["return"]))
    }

    private func number(
        _ from: String, _ problem: AssistanceRefused?, _ context: EgretContext
    ) -> Response {
        CallPage(from: from, problem: problem, key: Token(world)).html(frame, context)
            .response(status: problem?.status ?? .ok)
    }

    private func code(_ from: String, _ problem: (any Refusal)?, _ context: EgretContext) -> Response {
        HelperCodePage(from: from, problem: problem, key: Token(world)).html(frame, context)
            .response(status: problem?.status ?? .ok)
    }

    private func terminal(_ context: EgretContext) throws(AssistanceRefused) -> String {
        guard let terminal = context.terminalID else { throw .nobodyHere }
        return terminal
    }

    /// The page that somebody comes from, and the first one for whatever is none of ours.
    private static func local(_ place: String?) -> String {
        guard let place, place.hasPrefix("/"), Address.isLocal(place), !place.hasPrefix("/assistance") else {
            return "/"
        }
        return place
    }
}
