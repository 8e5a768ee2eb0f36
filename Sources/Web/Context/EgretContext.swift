public import Base
public import Hummingbird
import NIOCore

/// What every handler may know about a request besides the request itself.
public struct EgretContext: RequestContext {
    public var coreContext: CoreRequestContextStorage
    public var surface: Surface = .public
    /// Shown to the person on a problem page and written to the log; also the header `X-Request-ID` of the answer.
    public var requestID = ""
    public var trace = TraceContext.none
    public var language: Language = .mandarin
    /// Lets a script or style element of this one answer run under the content policy.
    public var nonce = ""
    /// The station's terminal, once its signature has been checked.
    public var terminalID: String? {
        didSet { notes.terminalID = terminalID }
    }
    /// The session the request claims; whether it exists is for Identity to say.
    public var sessionToken: String?
    /// At the desk the name of who is signed in, once that has been checked; stands beside the way out.
    public var actor: String? {
        didSet { notes.actor = actor }
    }
    /// At the desk a word for who is signed in, which says nothing of her: a form that was kept for somebody is hers alone.
    public var owner: String?
    /// At the desk whether the one who is signed in may open a route, by its pattern such as `/people/{id}`; links that
    /// lead to a refusal are not shown.
    public var mayOpen: @Sendable (_ route: String) -> Bool = { _ in true } {
        didSet { notes.mayOpen = mayOpen }
    }
    /// At the desk what waits for the one who is signed in, over every page.
    public var banner: FrameLink?
    /// Who helps at the terminal's screen, once that has been found out; every page tells the person.
    public var helper: HelperHere?
    /// On a terminal's agent the visit that was going on when the request came: no later one carries it out.
    public var visit = 0
    public var display = Display()
    /// Path and query as the browser asked for them, so that a form can come back to this page.
    public var place = "/"
    /// **Unit:** bytes of a request body that a handler may read; a route raises it with ``BodyLimit``.
    public var bodyLimitBytes = 64 * 1_024
    /// The whole body, when a guard has read it already.
    public var bodyBytes: [UInt8]?
    /// How long a request body may take to arrive.
    public var bodyDeadline: Duration = .seconds(10)
    /// What such deadlines are measured by.
    public var steady = SteadyClock.live
    /// The connection that the request came by.
    let channel: any Channel
    /// What the access log is told about a request by those who learn it later than the log's own middleware.
    let notes = RequestNotes()

    /// The same with what the desk's gate found out further in, for a page about an error that comes from there.
    var recalled: EgretContext {
        var context = self
        if let actor = notes.actor { context.actor = actor }
        if let mayOpen = notes.mayOpen { context.mayOpen = mayOpen }
        return context
    }

    /// Has a refusal counted that is no problem of this house's form; the word is one of a closed set.
    public func count(refusal slug: String) { notes.refusal = slug }

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    public var maxUploadSize: Int { bodyLimitBytes }
}
