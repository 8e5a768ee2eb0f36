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
        let form: CaseForm
        do {
            form = try await verbs.owned.form(number, of: session(context))
        } catch TerminalRefused.serviceStopped {
            return stopped(number, context)
        }
        let file = form.file
        guard file.state != .withdrawn else { throw CaseRefused.notNow }
        guard file.state == .open else { return Response.redirect(to: Self.place(file)) }
        guard file.record != nil else {
            return WaitingPage(number: file.number, key: Token(world)).html(frame, context).response(
                status: .ok)
        }
        guard form.unmet.isEmpty, form.onPaper.isEmpty, form.booking?.bar == nil else {
            return NotEligiblePage(form: form).html(frame, context).response(status: .ok)
        }
        guard form.next != nil || !form.item.isBundle else {
            return Response.redirect(to: "/\(form.item.id.rawValue)")
        }
        guard let question = form.next else {
            let page = form.lacksAppointment ? "appointment" : "check"
            return Response.redirect(to: "/cases/\(file.number)/\(page)")
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
        let form = try await verbs.owned.form(number(context), of: session(context))
        guard form.file.state == .open || form.file.state == .correcting else {
            return Response.redirect(to: Self.place(form.file))
        }
        return try page(form, input: nil, error: nil, request, context).response(status: .ok)
    }

    @Sendable func answer(_ request: Request, _ context: EgretContext) async throws -> Response {
        let sent = try await form(of: request, context)
        return try await idempotency(request, context, sent) { _ in
            let session = try await session(context)
            let form = try await verbs.owned.form(number(context), of: session)
            let id = context.parameters.get("question") ?? ""
            let input = QuestionControl.typed(in: sent)
            do {
                try await verbs.answer(id, with: input, in: form.file.number, of: session)
            } catch let refusal as AnswerRefused {
                let words = AnswerWords(refusal).text(frame.phrases(context))
                return try page(form, input: input, error: words, request, context)
                    .response(status: .unprocessableContent)
            } catch CaseRefused.answerNamesPerson {
                let words = frame.phrases(context)("kiosk.answer.names-person")
                return try page(form, input: nil, error: words, request, context)
                    .response(status: .unprocessableContent)
            }
            // What is asked next may have changed by this answer.
            let now = try await verbs.owned.form(form.file.number, of: session)
            let isCorrecting = now.file.state == .correcting
            let rest = isCorrecting ? "/standing" : form.item.isBundle ? "" : "/check"
            let next = isCorrecting ? nil : now.after(id)
            let place = next.map { "/questions/\($0.id)" } ?? rest
            return Response.redirect(to: "/cases/\(form.file.number)\(place)")
        }
    }

    @Sendable func check(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await verbs.owned.form(number(context), of: session(context))
        let path = "/cases/\(form.file.number)"
        guard form.file.state == .open, form.isComplete else { return Response.redirect(to: path) }
        return CheckPage(
            form: form, isOpen: request.uri.queryParameters["show"] == "all",
            back: form.booking != nil
                ? "\(path)/appointment"
                : form.route.last.map { "\(path)/questions/\($0.id)" } ?? "/", key: Token(world)
        ).html(frame, context).response(status: .ok)
    }

    @Sendable func submit(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let number = try number(context)
            do {
                try await verbs.submit(number, of: session(context), requestID: context.requestID)
            } catch AppointmentRefused.holdOver {
                return Response.redirect(to: "/cases/\(number)/appointment?over=yes")
            }
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
        case .open, .deciding, .correcting, .refused, .withdrawn:
            return Response.redirect(to: "/cases/\(file.number)")
        case .submitted, .approved: stage = .making
        // After a paper that came out only one that was asked for in its place can be in trouble.
        case .delivered:
            let word = trouble(request)
            stage = word == PaperPage.inUse ? .out : word.map(PaperPage.Stage.trouble) ?? .out
        case .issued where request.uri.queryParameters["out"] == "yes": stage = .taking
        case .issued: stage = trouble(request).map(PaperPage.Stage.trouble) ?? .ready
        }
        return PaperPage(
            number: file.number, stage: stage, isAnother: file.state == .delivered, key: Token(world),
            bundle: try await bundle(of: session(context))
        ).html(frame, context).response(status: .ok)
    }

    /// The bundle a visit is for, to go on with after one of its services.
    private func bundle(of session: IdentifiedSession) -> ServiceItem? {
        ServiceID(rawValue: session.session.service).flatMap { catalogue.bundle($0)?.item }
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
        _ form: CaseForm, input: String?, error: String?, _ request: Request, _ context: EgretContext
    ) throws(CaseRefused) -> HTML {
        let id = context.parameters.get("question") ?? ""
        guard let question = form.question(id) else { throw .unknownQuestion }
        let path = "/cases/\(form.file.number)"
        let fromCheck = request.uri.queryParameters["from"] == "check"
        let before = form.before(id).map { "\(path)/questions/\($0.id)" }
        return QuestionPage(
            number: form.file.number, question: question, answer: input ?? form.answers[id], error: error,
            back: form.file.state == .correcting
                ? "\(path)/standing" : fromCheck ? "\(path)/check" : before, key: Token(world)
        ).html(frame, context)
    }
}
