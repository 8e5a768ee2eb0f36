public import Base
public import Web
import Catalogue

/// A person's requests, each with where it stands and its last day.
public struct RequestsPage: Sendable {
    public let requests: [PrivacyRequest]
    public let now: Instant

    public init(requests: [PrivacyRequest], now: Instant) {
        self.requests = requests
        self.now = now
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.privacy(
            context, title: phrases("requests.title"), back: context.own("/my-data"),
            spoken: "requests.spoken"
        ) {
            if requests.isEmpty { element("p") { phrases("requests.none") } }
            element("ol", .class("facts looks")) {
                for request in requests {
                    element("li") {
                        element("p", .class("hint")) { request.number.rawValue }
                        element("p") { RequestWords(request, at: now, phrases).standing }
                        Button(
                            phrases("rights.\(request.right.rawValue).name"), .secondary,
                            to: context.own("/requests/\(request.number)")
                        ).html
                    }
                }
            }
            actions(Button(phrases("requests.back"), to: context.own("/my-data")))
        }
    }
}

/// Where a request stands, in words.
struct RequestWords {
    let request: PrivacyRequest
    let now: Instant
    let phrases: Phrases

    init(_ request: PrivacyRequest, at now: Instant, _ phrases: Phrases) {
        self.request = request
        self.now = now
        self.phrases = phrases
    }

    var standing: String {
        let state = phrases("request.state.\(request.state.rawValue)")
        guard request.state.isOpen else { return state }
        let day = ["day": CalendarDate(inChinaAt: request.dueAt).shown(in: phrases.language)]
        return "\(state) \(phrases(request.isOverdue(at: now) ? "request.late" : "request.due", day))"
    }
}
