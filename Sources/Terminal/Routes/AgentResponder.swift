import Base
import HTTPTypes
package import Hummingbird
import HummingbirdCore
package import Web

/// Answers the browser: from the agent's own pages, or from the centre.
package struct AgentResponder: HTTPResponder {
    package typealias Context = EgretContext

    let agent: Agent
    /// The paths below `/terminal/`, and the assets.
    let local: RouterResponder<EgretContext>
    let forwarder: Forwarder
    let pages: LocalPages

    package func respond(to request: Request, context: EgretContext) async throws -> Response {
        let context = prepared(context, for: request)
        var response: Response
        do {
            response = try await answer(request, context)
        } catch let problem as Problem {
            response = Response(status: problem.status, headers: [.connection: "close"])
        }
        if response.headers[.contentSecurityPolicy] == nil { LocalPages.protect(&response) }
        return response
    }

    private func answer(_ request: Request, _ context: EgretContext) async throws -> Response {
        switch agent.door.checkOrigin(request) {
        case .otherHost: return Response(status: .misdirectedRequest)
        case .otherSite: return pages.otherSite(inVisitsLanguage(request, context))
        default: break
        }
        let path = request.uri.path
        if path.hasPrefix("/assets/") { return try await asset(request, context) }
        // The devices' state is nobody's secret, and the far side of a virtual terminal's devices is no page of the
        // citizen's browser: neither takes the screen.
        if path == "/terminal/status" || path == "/terminal/livez" || path.hasPrefix("/terminal/simulator") {
            return try await local.respond(to: request, context: context)
        }
        switch agent.door.checkBrowser(request, sessionOpen: agent.memory.session != nil) {
        case .otherBrowser: return pages.otherBrowser(context)
        case .first(let cookie):
            var response = try await serve(request, context)
            response.headers.append(
                .init(
                    name: .setCookie,
                    value: "\(Door.cookieName)=\(cookie); Path=/; HttpOnly; SameSite=Strict"))
            return response
        default: return try await serve(request, context)
        }
    }

    private func serve(_ request: Request, _ context: EgretContext) async throws -> Response {
        let (path, context) = (request.uri.path, inVisitsLanguage(request, context))
        if let reason = agent.stop.reason { return pages.stopped(context, because: reason) }
        guard agent.readiness.isReady else { return pages.starting(context) }
        // Whoever is in a visit may end it; nobody begins one.
        guard agent.disk.isWell || agent.memory.session != nil else { return pages.stopped(context) }
        if agent.memory.session == nil, await !agent.tray.isClear() { return pages.paperLeft(context) }
        if agent.memory.isStained, Self.beginsAnew(request) {
            return await agent.visitOver(PrintRoutes.to("/"))
        }
        agent.memory.show(large: context.display.large, in: context.language)
        if Self.isOfPerson(request) { agent.memory.touch() }
        if path.hasPrefix("/terminal/") { return try await local.respond(to: request, context: context) }
        // Whoever comes meanwhile must know that somebody's paper is about to come out, wherever she wanted to go.
        if agent.desk.holdsScreen, request.method == .get, !path.hasPrefix("/help") {
            return PrintRoutes.to("/terminal/printing")
        }
        return try await forwarder.forward(request, context)
    }

    /// Whether the screen turns to the next visit: the front page, or a service.
    private static func beginsAnew(_ request: Request) -> Bool {
        request.method == .get && (request.uri.path == "/" || request.uri.path.hasPrefix("/services/"))
    }

    /// Whether somebody set this off: a page that asks again by itself lacks the browser's word that a person did.
    ///
    /// Source: Fetch Metadata, `Sec-Fetch-User`; what is posted is always an act.
    private static func isOfPerson(_ request: Request) -> Bool {
        guard [.get, .head].contains(request.method), request.headers[Door.fetchSite] != nil else {
            return true
        }
        return request.headers[fetchUser] == "?1"
    }

    private static let fetchUser = Door.fieldName("Sec-Fetch-User")

    /// The agent's own copy first, so that its pages look right while the centre is away.
    private func asset(_ request: Request, _ context: EgretContext) async throws -> Response {
        let own = try await local.respond(to: request, context: context)
        if [.ok, .notModified].contains(own.status) { return own }
        return try await forwarder.forward(request, context)
    }

    /// With the language of the visit where the browser keeps back which was chosen: what another page sets off comes without
    /// the cookie, and what the person is told of it is read by her.
    private func inVisitsLanguage(_ request: Request, _ context: EgretContext) -> EgretContext {
        guard request.cookies[Display.cookieName] == nil, let language = agent.memory.language else {
            return context
        }
        var context = context
        context.language = language
        return context
    }

    private func prepared(_ context: EgretContext, for request: Request) -> EgretContext {
        var context = context
        context.surface = .terminal
        context.steady = agent.world.steady
        context.requestID = Token(agent.world).rawValue
        context.terminalID = agent.centre.identity.terminalID
        let (session, visit) = agent.memory.present
        context.sessionToken = session?.token
        context.visit = visit
        context.place = request.uri.string
        let parts = (request.cookies[Display.cookieName]?.value ?? "").split(separator: ".").map(String.init)
        context.display = Display(large: parts.contains("large"), contrast: parts.contains("contrast"))
        context.language = parts.first.flatMap(Language.init(rawValue:)) ?? .mandarin
        return context
    }
}
