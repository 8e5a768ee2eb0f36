import Base
import Hummingbird
import HTTPTypes
import NIOCore
import Synchronization

/// A form of the desk that was refused, on its way to be shown again on its own page with what was typed.
///
/// Whatever page is made while one is ``current`` is filled in by it on its way out; no page of the desk knows of this.
final class RefusedForm: Sendable {
    @TaskLocal static var current: RefusedForm?

    /// The path to which it was sent, by which it is found on its page.
    let action: String
    /// On which it stands.
    let page: String
    let form: Form
    let problem: Problem
    private let requestID: String
    private let phrases: Phrases
    private let found = Mutex(false)

    init(
        action: String, page: String, form: Form, problem: Problem, requestID: String, _ phrases: Phrases
    ) {
        self.requestID = requestID
        self.action = action
        self.page = page
        self.form = form
        self.problem = problem
        self.phrases = phrases
    }

    /// Whether a page had the form on it.
    var wasShown: Bool { found.withLock { $0 } }

    /// The page with the form as it was sent and why it was refused; any other page as it is.
    func shown(on page: HTML) -> HTML {
        let filled = FilledForm(action: action, form: form, fields: problem.fields, page: self.page)
            .filled(page, notice: notice)
        found.withLock { $0 = filled != nil }
        return filled ?? page
    }

    /// Where the form stands below, nobody is sent back to it: `problem.<slug>.here` says so, and which field it is.
    private func notice(_ label: HTML?) -> HTML {
        let words = ProblemWords(problem, phrases)
        let here = "problem.\(problem.slug).here"
        let isHere = phrases.has(here)
        return element("section", .class("notice warning"), .role("alert")) {
            element("p", .class("notice-title")) {
                words.title
                if isHere, let label {
                    phrases.language == .english ? ": " : "："
                    label
                }
            }
            element("p") { isHere ? phrases(here, problem.values) : words.remedy }
            element("p") {
                element("a", .href("#" + FilledForm.id)) { phrases("problem.form") }
            }
            if problem.status.kind == .serverError {
                element("p", .class("request-id")) {
                    phrases("problem.number")
                    element("code") { requestID }
                }
            }
            if let page = problem.page {
                // In another tab: what was typed stays in this one.
                element("p") {
                    element("a", .href(page), .target("_blank"), .rel("noopener")) {
                        phrases("problem.\(problem.slug).link")
                    }
                }
            }
        }
    }
}

/// Shows a refused form of the desk again: what was typed is not lost, and the way out of the refusal stands above it.
struct FormAgain: Sendable {
    let frame: Frame
    let routes: RouteTable
    let router: RouterResponder<EgretContext>

    /// - Returns: The page of the form with the status of the refusal; nil where nothing was refused, or no page has it.
    func response(to request: Request, _ context: EgretContext) async throws -> Response? {
        guard let (form, problem) = context.notes.refusedForm, problem.status != .unauthorized,
            !ProblemAnswer.wantsDocument(request),
            let page = FormPage(routes: routes).address(of: request, form, context)
        else { return nil }
        let refused = RefusedForm(
            action: request.uri.path, page: page, form: form, problem: problem,
            requestID: context.requestID, frame.phrases(context))
        var context = context
        context.place = page
        var response = try await RefusedForm.$current.withValue(refused) { [context] in
            try await router.respond(to: Self.reading(page, as: request), context: context)
        }
        guard response.status == .ok, refused.wasShown else { return nil }
        response.status = problem.status
        return response
    }

    /// The request that the browser made when it opened the page.
    private static func reading(_ page: String, as request: Request) -> Request {
        var head = request.head
        head.method = .get
        head.path = page
        for name in [HTTPField.Name.contentType, .contentLength, .transferEncoding] {
            head.headerFields[name] = nil
        }
        return Request(head: head, body: RequestBody(buffer: ByteBuffer()))
    }
}
