import Base
public import Hummingbird
public import Web
import HTTPTypes
import NIOCore
import Logging

/// Stands before every route of a terminal and keeps from a helper what is not hers: by ``AssistedStep`` alone.
///
/// While somebody helps, each page says so; one that is the person's own opens only after her press that the helper has
/// stepped aside, and masked all the same; an act of hers is refused before that; everything else waits until the help
/// has ended. What a page would show of the person nevertheless is found on its way out, and the page is withheld.
public struct AssistanceGuard: RouterMiddleware {
    let frame: Frame
    let verbs: AssistanceVerbs

    public init(frame: Frame, verbs: AssistanceVerbs) {
        self.frame = frame
        self.verbs = verbs
    }

    public func handle(
        _ request: Request, context: EgretContext, next: (Request, EgretContext) async throws -> Response
    ) async throws -> Response {
        guard let path = context.endpointPath, path != "NotFound", let terminal = context.terminalID else {
            return try await next(request, context)
        }
        let step = AssistedStep.of(request.method.rawValue, path)
        if step == .apart { return try await apart(request, path, terminal, context, next) }
        let presence = try await verbs.attend(
            at: terminal, token: context.sessionToken, requestID: context.requestID)
        let isPage = request.method == .get || request.method == .head
        switch presence {
        case .nobody: return try await next(request, context)
        case .over(let reason):
            // With the visit the screen was another's; of the rest she is told before anything else is shown.
            guard isPage, reason != .visit else { return try await next(request, context) }
            return HelpOverPage(reason: reason, place: context.place).html(frame, context).response()
        case .here(let help, let number):
            var response = try await helped(help, number, step, isPage, request, context, next)
            response.headers[.egretHelper] = "here"
            return response
        }
    }

    private func helped(
        _ help: Assistance, _ number: String, _ step: AssistedStep, _ isPage: Bool, _ request: Request,
        _ context: EgretContext, _ next: (Request, EgretContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.helper = HelperHere(number: number, isAside: false)
        switch step {
        case .open, .apart:
            return try await next(request, context)
        case .closed:
            guard isPage else { throw AssistanceRefused.notWhileHelped }
            return AlonePage(place: context.place).html(frame, context).response()
        case .own(let own):
            guard help.aside == own else {
                guard isPage else { throw AssistanceRefused.helperBeside }
                return GuidePage(step: own, place: context.place).html(frame, context).response()
            }
            context.helper = HelperHere(number: number, isAside: true, note: Self.note(own))
            let response = try await Masking.$isOn.withValue(true) { try await next(request, context) }
            return try await checked(response, help, context)
        }
    }

    /// What the person should know on a page that is hers alone.
    private static func note(_ step: AssistedStep.Own) -> String {
        switch step {
        case .proof: "kiosk.helper.strip.typing"
        case .answers: "kiosk.helper.strip.masked"
        case .paper: "kiosk.helper.strip.take"
        }
    }

    /// An answer on its way out: nothing of the person is in it, and the case's log names the help.
    private func checked(
        _ response: Response, _ help: Assistance, _ context: EgretContext
    ) async throws -> Response {
        if response.status.code < 400, let number = context.parameters.get("number") {
            try await verbs.attend.name(help, inCase: number, requestID: context.requestID)
        }
        guard response.headers[.contentType]?.hasPrefix("text/html") == true else { return response }
        let bytes = try await response.collected()
        guard try await verbs.betrayal(in: bytes, token: context.sessionToken, at: help.terminal) else {
            var kept = response
            kept.body = .init(byteBuffer: ByteBuffer(bytes: bytes))
            return kept
        }
        context.logger.critical(
            "a page of an assisted visit held what is its person's; withheld",
            metadata: ["route": .string(context.endpointPath ?? "")])
        return AlonePage(place: context.place).html(frame, context).response()
    }

    /// What the agent's program says, and what is pressed about the help itself.
    private func apart(
        _ request: Request, _ path: String, _ terminal: String, _ context: EgretContext,
        _ next: (Request, EgretContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        if path == "/assistance",
            case .here(_, let number) = try await verbs.attend(
                at: terminal, token: context.sessionToken, requestID: context.requestID)
        {
            context.helper = HelperHere(number: number, isAside: false)
        }
        var response = try await next(request, context)
        if context.helper != nil { response.headers[.egretHelper] = "here" }
        if path == "/session/end" {
            try await verbs.end.visitOver(
                context.sessionToken, at: terminal, requestID: context.requestID)
        }
        return response
    }
}
