import HTTPTypes
import Hummingbird
import Web

/// The agent's own pages, for when the centre cannot speak to the citizen or must not.
struct LocalPages: Sendable {
    let frame: Frame

    /// The first seconds after power came back.
    func starting(_ context: EgretContext) -> Response {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context, title: phrases("terminal.starting.title"), lead: phrases("terminal.starting.text"),
            back: nil,
            spoken: "terminal.starting.spoken", refresh: Refresh(afterSeconds: 2, to: "/")
        ) {
            Notice(.information, phrases("terminal.nothing-lost")).html
        }.response(status: .serviceUnavailable, headers: [.retryAfter: "2"])
    }

    /// The terminal has stopped itself, or the operator has stopped it; `reason` is the stop's closed word.
    ///
    /// Whoever comes later reads the same as the person whose paper was held back: her browser is wiped within a second.
    func stopped(_ context: EgretContext, because reason: String? = nil) -> Response {
        let phrases = frame.phrases(context)
        let isHeld = reason == PrintGuard.mismatchWord
        return frame.kiosk(
            context, title: phrases("terminal.stopped.title"), lead: phrases("terminal.stopped.text"),
            back: nil,
            spoken: isHeld ? "terminal.stopped.held-spoken" : "terminal.stopped.spoken",
            refresh: Refresh(afterSeconds: 15, to: "/")
        ) {
            if isHeld {
                Notice(
                    .information, phrases("terminal.stopped.held"), phrases("terminal.stopped.held-next")
                ).html
            }
            element("ul", .class("plain")) {
                element("li") { phrases("terminal.stopped.person") }
                element("li") { phrases("terminal.stopped.counter") }
                element("li") { phrases("terminal.stopped.phone") }
            }
        }.response(status: .serviceUnavailable)
    }

    /// The centre does not answer: what is known, what is not, and the way on.
    ///
    /// `retry` is where "try again" leads; nil means to the page itself, or home after something was sent.
    func unreachable(
        _ context: EgretContext, caseNumber: String?, method: HTTPRequest.Method, retry: String? = nil
    ) -> Response {
        let phrases = frame.phrases(context)
        let wasSent = method != .get && method != .head
        // What was sent may have arrived: the case's own page tells, a second sending would only guess.
        let after = caseNumber.map { "/cases/\($0)" } ?? "/"
        let place = retry ?? (wasSent || !Address.isLocal(context.place) ? after : context.place)
        return frame.kiosk(
            context, title: phrases("terminal.unreachable.title"),
            lead: phrases(wasSent ? "terminal.unreachable.sent" : "terminal.nothing-lost"), back: nil,
            spoken: "terminal.unreachable.spoken"
        ) {
            if let caseNumber {
                Notice(.information, phrases("terminal.unreachable.number", ["number": caseNumber])).html
            }
            element("p") { phrases("terminal.unreachable.text") }
            actions(Button(phrases("terminal.again"), to: place))
        }.response(status: .serviceUnavailable, headers: [.retryAfter: "5"])
    }

    /// The paper is on its way; asks again every second, also without script.
    func printing(_ context: EgretContext) -> Response {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context, title: phrases("terminal.printing.title"), lead: phrases("terminal.printing.text"),
            back: nil,
            spoken: "terminal.printing.spoken", refresh: Refresh(afterSeconds: 1, to: "/terminal/printing")
        ) {
            Notice(.information, phrases("terminal.printing.wait")).html
        }.response()
    }

    /// The visit was ended while a paper was on its way, and it did not come out for sure.
    func leftUnprinted(_ context: EgretContext) -> Response {
        let phrases = frame.phrases(context)
        var context = context
        context.sessionToken = nil
        return frame.kiosk(
            context, title: phrases("terminal.left.title"), lead: phrases("terminal.left.text"), back: nil,
            spoken: "terminal.left.spoken", refresh: Refresh(afterSeconds: 15, to: "/")
        ) {
            Notice(.information, phrases("terminal.left.kept")).html
            actions(Button(phrases("terminal.left.home"), .secondary, to: "/"))
        }.response()
    }

    /// A former citizen's paper lies in the tray: nobody is served before it is out of sight.
    func paperLeft(_ context: EgretContext) -> Response {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context, title: phrases("terminal.tray.title"), lead: phrases("terminal.tray.text"), back: nil,
            spoken: "terminal.tray.spoken", refresh: Refresh(afterSeconds: 5, to: "/")
        ) {
            Notice(.warning, phrases("terminal.tray.yours")).html
            actions(Button(phrases("terminal.tray.empty"), to: "/"))
        }.response(status: .serviceUnavailable)
    }

    /// Another browser is at the screen.
    func otherBrowser(_ context: EgretContext) -> Response {
        refusal(context, "terminal.other-browser.title", "terminal.other-browser.text")
    }

    /// A page of another site set this off.
    func otherSite(_ context: EgretContext) -> Response {
        refusal(context, "terminal.other-site.title", "terminal.other-site.text")
    }

    private func refusal(_ context: EgretContext, _ title: String, _ text: String) -> Response {
        let phrases = frame.phrases(context)
        var context = context
        // Nothing of the visit shows to whoever is refused.
        context.sessionToken = nil
        return frame.kiosk(
            context, title: phrases(title), lead: phrases(text), back: nil, spoken: "terminal.refused.spoken"
        ) {
            actions(Button(phrases("terminal.again"), .secondary, to: "/"))
        }.response(status: .forbidden)
    }

    /// What the browser may do with the agent's own answers; the centre's carry the centre's policy.
    static func protect(_ response: inout Response) {
        response.headers[.contentSecurityPolicy] = [
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:",
            "connect-src 'self'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
        ].joined(separator: "; ")
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[Door.fieldName("Referrer-Policy")] = "no-referrer"
        response.headers[Door.fieldName("Cross-Origin-Opener-Policy")] = "same-origin"
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
    }
}
