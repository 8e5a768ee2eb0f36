import Base
import Catalogue
import HTTPTypes
import Hummingbird
import Identity
import Stations
import Web

/// The form and the paper: each page is recomputed from the case, so back, change and resume need no stored place.
extension CaseKioskRoutes {
    @Sendable func resume(_ request: Request, _ context: EgretContext) async throws -> Response {
        let number = try number(context)
        let (file, item): (CaseFile, ServiceItem)
        do {
            (file, item) = try await verbs.owned.withItem(number, of: session(context))
        } catch TerminalRefused.serviceStopped {
            return stopped(number, context)
        }
        guard file.state != .withdrawn else { throw CaseRefused.notNow }
        guard file.state == .open else { return Response.redirect(to: "/cases/\(file.number)/paper") }
        guard file.record != nil else {
            return WaitingPage(number: file.number, key: Token(world)).html(frame, context).response(
                status: .ok)
        }
        guard let question = item.nextQuestion(after: file.answers) else {
            return Response.redirect(to: "/cases/\(file.number)/check")
        }
        return Response.redirect(to: "/cases/\(file.number)/questions/\(question.id)")
    }

    @Sendable func fetch(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let number = try number(context)
            do {
                try await verbs.fetch(number, of: session(context), requestID: context.requestID)
            } catch is PortError {
                // Its page still says that the department is silent.
            } catch CaseRefused.wrongPerson {
                // Its page says that the service has stopped itself here.
            }
            return Response.redirect(to: "/cases/\(number)")
        }
    }

    @Sendable func question(_ request: Request, _ context: EgretContext) async throws -> Response {
        let (file, item) = try await verbs.owned.withItem(number(context), of: session(context))
        guard file.state == .open else { return Response.redirect(to: "/cases/\(file.number)/paper") }
        return try page(file, item, input: nil, error: nil, request, context).response(status: .ok)
    }

    @Sendable func answer(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let session = try await session(context)
            let (file, item) = try await verbs.owned.withItem(number(context), of: session)
            let id = context.parameters.get("question") ?? ""
            let input = form["answer"] ?? ""
            do {
                try await verbs.answer(id, with: input, in: file.number, of: session)
            } catch let refusal as AnswerRefused {
                let words = AnswerWords(refusal).text(frame.phrases(context))
                return try page(file, item, input: input, error: words, request, context)
                    .response(status: .unprocessableContent)
            } catch CaseRefused.answerNamesPerson {
                let words = frame.phrases(context)("kiosk.answer.names-person")
                return try page(file, item, input: nil, error: words, request, context)
                    .response(status: .unprocessableContent)
            }
            return Response.redirect(to: "/cases/\(file.number)\(after(id, file, item))")
        }
    }

    @Sendable func check(_ request: Request, _ context: EgretContext) async throws -> Response {
        let (file, item) = try await verbs.owned.withItem(number(context), of: session(context))
        guard file.state == .open, file.record != nil, item.nextQuestion(after: file.answers) == nil else {
            return Response.redirect(to: "/cases/\(file.number)")
        }
        return CheckPage(
            file: file, item: item, isOpen: request.uri.queryParameters["show"] == "all",
            back: item.questions.last.map { "/cases/\(file.number)/questions/\($0.id)" } ?? "/",
            key: Token(world)
        ).html(frame, context).response(status: .ok)
    }

    @Sendable func submit(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let number = try number(context)
            try await verbs.submit(number, of: session(context), requestID: context.requestID)
            return Response.redirect(to: "/cases/\(number)/paper")
        }
    }

    @Sendable func paper(_ request: Request, _ context: EgretContext) async throws -> Response {
        let file = try await verbs.owned(number(context), of: session(context))
        let isOpenHere = try await !stations.servicesStopped(at: context.terminalID ?? "")
            .contains(file.service.rawValue)
        guard isOpenHere || file.state == .delivered else { return stopped(file.number, context) }
        let stage: PaperPage.Stage
        switch file.state {
        case .open, .withdrawn: return Response.redirect(to: "/cases/\(file.number)")
        case .submitted: stage = .making
        // After a paper that came out only one that was asked for in its place can be in trouble.
        case .delivered:
            let word = trouble(request)
            stage = word == PaperPage.inUse ? .out : word.map(PaperPage.Stage.trouble) ?? .out
        case .issued where request.uri.queryParameters["out"] == "yes": stage = .taking
        case .issued: stage = trouble(request).map(PaperPage.Stage.trouble) ?? .ready
        }
        return PaperPage(
            number: file.number, stage: stage, isAnother: file.state == .delivered, key: Token(world)
        ).html(frame, context).response(status: .ok)
    }

    private func stopped(_ number: CaseNumber, _ context: EgretContext) -> Response {
        StoppedPage(number: number).html(frame, context).response(status: .serviceUnavailable)
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

    private func page(
        _ file: CaseFile, _ item: ServiceItem, input: String?, error: String?, _ request: Request,
        _ context: EgretContext
    ) throws(CaseRefused) -> HTML {
        let id = context.parameters.get("question") ?? ""
        guard let index = item.questions.firstIndex(where: { $0.id == id }) else { throw .unknownQuestion }
        let fromCheck = request.uri.queryParameters["from"] == "check"
        let before = index > 0 ? "/cases/\(file.number)/questions/\(item.questions[index - 1].id)" : nil
        return QuestionPage(
            number: file.number, question: item.questions[index], answer: input ?? file.answers[id],
            error: error,
            back: fromCheck ? "/cases/\(file.number)/check" : before, key: Token(world)
        ).html(frame, context)
    }

    /// The page after an answer: the next question in order, or the check when all are behind.
    private func after(_ id: String, _ file: CaseFile, _ item: ServiceItem) -> String {
        let rest = item.questions.drop { $0.id != id }.dropFirst()
        return rest.first { file.answers[$0.id] == nil }.map { "/questions/\($0.id)" } ?? "/check"
    }
}
