import Base
import Catalogue
import HTTPTypes
import Hummingbird
import Identity
import Stations
import Web
import Wire

/// The paper of a case, at a terminal.
extension CaseKioskRoutes {
    @Sendable func paper(_ request: Request, _ context: EgretContext) async throws -> Response {
        let file = try await verbs.owned(number(context), of: session(context))
        let isOpenHere = try await !stations.servicesStopped(at: context.terminalID ?? "")
            .contains(file.service.rawValue)
        guard isOpenHere || file.state == .delivered else { return forms.stopped(file.number, context) }
        if let void = try await voidPaper(file) {
            return void.html(frame, context).response(status: .ok)
        }
        let stage: PaperPage.Stage
        switch file.state {
        case .open, .deciding, .correcting, .refused, .withdrawn:
            return Response.redirect(to: "/cases/\(file.number)")
        case .submitted, .approved: stage = .making
        // After a paper that came out only one that was asked for in its place can be in trouble.
        case .delivered:
            let word = trouble(request)
            switch try await verbs.reprint.standing(file, in: session(context)) {
            case .outHere: stage = word == PaperPage.inUse ? .out : word.map(PaperPage.Stage.trouble) ?? .out
            case .printable: stage = word.map(PaperPage.Stage.trouble) ?? .again
            case .past where word == nil:
                return try page(file, .past(file.issuedAt ?? file.openedAt)).html(frame, context)
                    .response(status: .ok)
            case .past: stage = word.map(PaperPage.Stage.trouble) ?? .again
            }
        case .issued where request.uri.queryParameters["out"] == "yes": stage = .taking
        case .issued: stage = trouble(request).map(PaperPage.Stage.trouble) ?? .ready
        }
        return PaperPage(
            number: file.number, service: try verbs.open.parts.item(of: file).name, stage: stage,
            isAnother: file.state == .delivered, key: Token(world),
            bundle: try await verbs.bundle.holding(file, for: session(context)),
            booking: try await verbs.owned.booking(file)
        ).html(frame, context).response(status: .ok)
    }

    /// The page of one letter of a case: a receipt, its acceptance, its refusal.
    func letter(
        _ paper: CasePaper, _ request: Request, _ context: EgretContext
    ) async throws -> Response {
        let session = try await session(context)
        let file = try await verbs.owned(number(context), of: session)
        let isOpenHere = try await !stations.servicesStopped(at: context.terminalID ?? "")
            .contains(file.service.rawValue)
        let (word, isOut) = (trouble(request), request.uri.queryParameters["out"] == "yes")
        let stage: PaperPage.Stage
        let (standing, isLast) = try await verbs.letter.standing(paper, of: file, in: session)
        switch standing {
        case .outHere: stage = word == PaperPage.inUse ? .out : word.map(PaperPage.Stage.trouble) ?? .out
        case .underWay where isOut: stage = .taking
        case _ where !isOpenHere: return forms.stopped(file.number, context)
        case .underWay, .ready: stage = word.map(PaperPage.Stage.trouble) ?? .ready
        case .printed: stage = word.map(PaperPage.Stage.trouble) ?? .again
        case nil: return Response.redirect(to: "/cases/\(file.number)")
        }
        return PaperPage(
            number: file.number, paper: paper, service: try verbs.open.parts.item(of: file).name,
            stage: stage, isAnother: standing == .outHere || standing == .printed,
            isLast: !isOpenHere || isLast, key: Token(world)
        ).html(frame, context).response(status: .ok)
    }

    /// What is said instead of printing when the paper counts no more; nil while it does, and before there is one.
    private func voidPaper(_ file: CaseFile) async throws -> VoidPaperPage? {
        guard file.state == .issued || file.state == .delivered else { return nil }
        switch try await verbs.paper(file) {
        case .none, .valid: return nil
        case .expired(let last): return try page(file, .over(last))
        case .revoked(let day): return try page(file, .revoked(day))
        }
    }

    private func page(_ file: CaseFile, _ reason: VoidPaperPage.Reason) throws -> VoidPaperPage {
        VoidPaperPage(file, of: try verbs.open.parts.item(of: file), reason)
    }

    /// A paper of this visit's service that came out before, beside the way to a new one.
    @Sendable func again(_ request: Request, _ context: EgretContext) async throws -> Response {
        let session = try await session(context)
        guard let id = ServiceID(rawValue: session.session.service),
            let offer = try await verbs.reprint.offer(id, to: session)
        else { return Response.redirect(to: "/cases/opening") }
        return AgainPage(offer: offer, key: Token(world), otherKey: Token(world)).html(frame, context)
            .response(status: .ok)
    }

    @Sendable func takeAgain(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let number = try number(context)
            try await verbs.reprint.take(number, of: session(context))
            return Response.redirect(to: "/cases/\(number)/paper")
        }
    }

    /// What of this visit's service is being decided, beside the way to another one.
    @Sendable func running(_ request: Request, _ context: EgretContext) async throws -> Response {
        let session = try await session(context)
        guard let id = ServiceID(rawValue: session.session.service), let item = catalogue[id],
            case let files = try await verbs.open.running(id, of: session), !files.isEmpty
        else { return Response.redirect(to: "/cases/opening") }
        return RunningPage(
            item: item, files: files, place: .terminal, action: "/cases", world: world
        ).html(frame, context).response(status: .ok)
    }

    /// Opens a new case of the visit's service beside its paper of before; nil for a visit that is for none.
    func anew(_ session: IdentifiedSession, _ requestID: String) async throws -> String? {
        guard let id = ServiceID(rawValue: session.session.service), catalogue[id] != nil else { return nil }
        guard try await verbs.open.running(id, of: session).isEmpty else { return "/cases/running" }
        return try await open(id, for: session, requestID)
    }

    /// Goes on with what is being decided, or begins another one beside it; nil for a visit that is for no service.
    func goOn(_ session: IdentifiedSession, _ choice: String, _ requestID: String) async throws -> String? {
        guard let id = ServiceID(rawValue: session.session.service), catalogue[id] != nil else { return nil }
        return try await open(
            id, for: session, another: choice == RunningPage.another, running: CaseNumber(rawValue: choice),
            requestID)
    }

    /// The agent names what went wrong at the printer by a closed word.
    private func trouble(_ request: Request) -> String? {
        let known = [
            "printer-paper-out", "printer-jam", "printer-offline", "printer-unknown", PaperPage.inUse,
            PaperPage.limit,
        ]
        guard let word = request.uri.queryParameters["problem"].map(String.init) else { return nil }
        return known.contains(word) ? word : "printer-offline"
    }
}
