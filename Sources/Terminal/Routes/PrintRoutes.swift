import Base
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Web
import Wire

/// The printer for the page.
///
///     POST /terminal/print       form: `case`, `paper`, `again`, `idempotency_key`; then the page that waits
///     GET  /terminal/printing    how it goes; leads on when it is over
struct PrintRoutes: Sendable {
    let agent: Agent
    let pages: LocalPages

    func add(to router: Router<EgretContext>) {
        router.post("terminal/print", use: start)
        router.get("terminal/printing", use: show)
    }

    @Sendable func start(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        let (present, visit) = agent.memory.present
        guard let session = present, visit == context.visit else { return Forwarder.tooLate }
        guard let number = CaseNumber.checked(form["case"]) else { throw FormRefusal.missing(field: "case") }
        guard let paper = CasePaper(rawValue: form["paper"] ?? CasePaper.result.rawValue) else {
            throw FormRefusal.missing(field: "paper")
        }
        let key = try IdempotencyKey.of(request, form)
        agent.desk.take(
            PrintDesk.Order(
                caseNumber: number, paper: paper,
                key: key.rawValue, again: form["again"] == "yes", session: session))
        return Self.to("/terminal/printing")
    }

    @Sendable func show(_ request: Request, _ context: EgretContext) async throws -> Response {
        switch agent.desk.now {
        case .idle: return Self.to("/")
        case .printing: return pages.printing(context)
        case .done(_, let end) where agent.desk.isLeaving:
            // She is told first, and the browser is wiped with the next page it asks for.
            if end != .printed, agent.memory.session != nil {
                agent.memory.forget()
                return pages.leftUnprinted(context)
            }
            return await agent.visitOver(Self.to("/"))
        case .done(let order, let end):
            guard order.session.token == agent.memory.session?.token else { return Self.to("/") }
            let paper = "/cases/\(order.caseNumber)/\(order.paper.place)"
            switch end {
            // The centre may hear of it later than she asks for the page.
            case .printed: return Self.to(paper + "?out=yes")
            case .refused: return Self.to(paper)
            case .problem(let word): return Self.to(paper + "?problem=" + word)
            case .unreachable:
                return pages.unreachable(context, caseNumber: order.caseNumber, method: .post, retry: paper)
            case .sessionOver: return Self.to("/")
            case .stopped: return pages.stopped(context, because: agent.stop.reason)
            }
        }
    }

    static func to(_ place: String) -> Response {
        Response(status: .seeOther, headers: [.location: place, .cacheControl: "no-store"])
    }
}
