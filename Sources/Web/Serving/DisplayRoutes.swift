import Base
import Hummingbird
import HTTPTypes

/// How the person wants to see the pages, and the page of help.
///
///     POST /display    larger type, stronger contrast, another language; back to the page it came from
///     GET  /help       who helps, and the way back
struct DisplayRoutes: Sendable {
    let frame: Frame
    let isSecure: Bool
    let routes: RouteTable

    func add(to router: Router<EgretContext>) {
        router.post("display", use: change)
        router.get("help", use: help)
    }

    @Sendable func change(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        var display = context.display
        if let large = form["large"] { display.large = large == "on" }
        if let contrast = form["contrast"] { display.contrast = contrast == "on" }
        let language = form["language"].flatMap(Language.init(rawValue:)) ?? context.language
        let place = form["return"].flatMap { Address.isLocal($0) ? routes.page(at: $0) : nil } ?? "/"
        // Loopback on a terminal has no TLS; elsewhere the cookie goes over HTTPS only.
        let age = context.surface == .terminal ? "" : "; Max-Age=31536000"
        let cookie =
            "\(Display.cookieName)=\(display.cookieValue(language)); Path=/; HttpOnly; SameSite=Strict"
            + (isSecure ? "; Secure" : "") + age
        return Response(status: .seeOther, headers: [.location: place, .setCookie: cookie])
    }

    @Sendable func help(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let from = request.uri.queryParameters.get("from").flatMap { Address.isLocal($0) ? $0 : nil }
        return HelpPage(frame: frame, from: from).html(context)
    }
}
