import Base
import Catalogue
import HTTPTypes
import Hummingbird
import Identity
import Stations
import Web

/// The form: each page is recomputed from the case, so back, change and resume need no stored place.
extension FormRoutes {
    @Sendable func resume(_ request: Request, _ context: EgretContext) async throws -> Response {
        let number = try number(context)
        let session = try await session(context)
        let form: CaseForm
        do {
            form = try await verbs.owned.form(number, of: session)
        } catch TerminalRefused.serviceStopped {
            return stopped(number, context)
        }
        let file = form.file
        guard file.state != .withdrawn || file.submittedAt != nil else { throw CaseRefused.withdrawn }
        guard file.state == .open else { return Response.redirect(to: standingPath(file)) }
        guard form.change == nil else { return Response.redirect(to: path(file) + "/version") }
        guard try form.isBarredByHerself ? true : await hasRecord(file, context) else {
            return WaitingPage(
                number: file.number, service: form.item.name, place: place, key: Token(world)
            ).html(frame, context).response(status: .ok)
        }
        guard !form.isBarred else {
            return NotEligiblePage(
                form: form, place: place, bundle: try await verbs.bundle.holding(file, for: session),
                catalogue: catalogue
            ).html(frame, context).response(status: .ok)
        }
        guard form.next != nil || !form.item.isBundle else {
            return Response.redirect(to: place.path(form.item.id))
        }
        guard let question = place == .phone ? form.nextOnPhone : form.next else {
            let page = form.lacksAppointment ? "appointment" : "check"
            return Response.redirect(to: "\(path(file))/\(page)")
        }
        return Response.redirect(to: "\(path(file))/questions/\(question.id)")
    }

    /// Whether the registers have answered; what they said too long ago is asked anew.
    private func hasRecord(_ file: CaseFile, _ context: EgretContext) async throws -> Bool {
        guard file.lacksRecord(at: world.now()) else { return true }
        guard file.record != nil else { return false }
        do {
            try await verbs.fetch(file.number, of: session(context), requestID: context.requestID)
            return true
        } catch is PortError {
            return false
        }
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
            return Response.redirect(to: place.path(number))
        }
    }

    @Sendable func question(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await verbs.owned.form(number(context), of: session(context))
        guard form.file.state == .open || form.file.state == .correcting else {
            return Response.redirect(to: standingPath(form.file))
        }
        if case .files = form.question(context.parameters.get("question") ?? "")?.kind {
            return try await filesPage(form, from: checkPath(form, request), context)
        }
        // What was taken once and goes no more with the rest says why it is asked again.
        let refusal = form.refusal(of: context.parameters.get("question") ?? "")
        return try await page(
            form, input: nil, error: refusal.map { AnswerWords($0).text(frame.phrases(context)) }, request,
            context
        ).response(status: .ok)
    }

    @Sendable func answer(_ request: Request, _ context: EgretContext) async throws -> Response {
        let sent = try await form(of: request, context)
        return try await idempotency(request, context, sent) { _ in
            let session = try await session(context)
            let form = try await verbs.owned.form(number(context), of: session)
            let id = context.parameters.get("question") ?? ""
            let change = TableControl.Change(in: sent)
            let input = QuestionControl.typed(in: sent, to: form.question(id), change: change)
            if let change, case .table = form.question(id)?.kind {
                return try await page(
                    form, input: input, error: nil, wantsMore: change == .add, request, context
                ).response(status: .ok)
            }
            return try await goOn(
                from: id, in: form, with: input, seen: sent[AnswerMark.fieldName], of: session, request,
                context)
        }
    }

    /// Keeps an answer and leads to what is asked next, or shows the question again with what is wrong.
    func goOn(
        from id: String, in form: CaseForm, with input: String, seen: String?, of session: IdentifiedSession,
        _ request: Request, _ context: EgretContext
    ) async throws -> Response {
        do {
            try await verbs.answer(
                id, with: input, seen: seen.map(AnswerMark.init(sent:)),
                in: form.file.number, of: session)
        } catch CaseRefused.answeredElsewhere {
            // Her other screen was quicker: she sees what counts now, and says what shall count.
            let newest = try await verbs.owned.form(form.file.number, of: session)
            let words = frame.phrases(context)("kiosk.answer.elsewhere")
            if case .files = newest.question(id)?.kind {
                return try await filesPage(newest, error: words, context)
            }
            return try await page(newest, input: nil, error: words, request, context).response(
                status: .conflict)
        } catch let refusal as AnswerRefused {
            if case .files = form.question(id)?.kind {
                return try await filesPage(
                    form, error: AnswerWords(refusal).text(frame.phrases(context)), context)
            }
            let words = AnswerWords(refusal).text(frame.phrases(context))
            return try await page(
                form, input: input, error: words, at: QuestionControl.field(of: refusal), request, context
            ).response(status: .unprocessableContent)
        } catch CaseRefused.answerNamesPerson {
            let words = frame.phrases(context)("kiosk.answer.names-person")
            return try await page(form, input: nil, error: words, request, context)
                .response(status: .unprocessableContent)
        }
        // What is asked next may have changed by this answer.
        let now = try await verbs.owned.form(form.file.number, of: session)
        let isCorrecting = now.file.state == .correcting
        let rest = isCorrecting ? "/standing" : form.item.isBundle ? "" : "/check"
        let next = isCorrecting ? nil : now.after(id)
        let page = next.map { "/questions/\($0.id)" } ?? rest
        return Response.redirect(to: path(form.file) + page)
    }

    @Sendable func check(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await verbs.owned.form(number(context), of: session(context))
        let path = path(form.file)
        guard form.file.state == .open, form.isComplete, form.change == nil else {
            return Response.redirect(to: path)
        }
        let wantsAll = request.uri.queryParameters["show"] == "all"
        let isOpen = wantsAll ? try await mayOpen(context) : false
        guard isOpen == wantsAll else {
            return Response.redirect(
                to: "/account/proof?next=" + Frame.escaped("\(path)/check?show=all"))
        }
        return try await checkPage(form, isOpen: isOpen, context).response(status: .ok)
    }

    private func checkPage(
        _ form: CaseForm, isOpen: Bool = false, isNews: Bool = false, _ context: EgretContext
    ) async throws -> HTML {
        let path = path(form.file)
        return try await CheckPage(
            form: form, isOpen: isOpen,
            back: form.booking != nil
                ? "\(path)/appointment"
                : form.route.last.map { "\(path)/questions/\($0.id)" } ?? place.home, place: place,
            mayHandIn: form.mayBeHandedIn(by: session(context)),
            handOverKey: handOverKey(form),
            ownPhone: verbs.owned.phone(in: form, of: session(context)), isNews: isNews,
            seen: AnswerMark(of: form, verbs.open.parts.vault), key: Token(world)
        ).html(frame, context)
    }

    @Sendable func submit(_ request: Request, _ context: EgretContext) async throws -> Response {
        let sent = try await form(of: request, context)
        return try await idempotency(request, context, sent) { _ in
            let number = try number(context)
            do {
                try await verbs.submit(
                    number, of: session(context),
                    seen: sent[AnswerMark.fieldName].map(AnswerMark.init(sent:)),
                    requestID: context.requestID)
            } catch CaseRefused.answeredElsewhere {
                let newest = try await verbs.owned.form(number, of: session(context))
                guard newest.file.state == .open, newest.isComplete else {
                    return Response.redirect(to: place.path(number))
                }
                return try await checkPage(newest, isNews: true, context).response(status: .conflict)
            } catch AppointmentRefused.holdOver {
                return Response.redirect(to: "\(place.path(number))/appointment?over=yes")
            } catch CaseRefused.recordMissing {
                // What the registers said is too old by now: its page asks them anew.
                return Response.redirect(to: place.path(number))
            } catch let refusal as AnswerRefused {
                return Response.redirect(to: "\(place.path(number))/questions/\(refusal.question)?from=check")
            }
            return Response.redirect(
                to: place.path(number) + (place == .terminal ? "/paper" : "/standing"))
        }
    }

    func stopped(_ number: CaseNumber, _ context: EgretContext) -> Response {
        StoppedPage(
            number: number, service: number.service(in: verbs.open.parts.catalogue)?.name, place: place
        )
        .html(frame, context).response(status: .serviceUnavailable)
    }

    private func page(
        _ form: CaseForm, input: String?, error: String?, at field: String? = nil, wantsMore: Bool = false,
        _ request: Request, _ context: EgretContext
    ) async throws -> HTML {
        let id = context.parameters.get("question") ?? ""
        guard let question = form.question(id) else { throw CaseRefused.unknownQuestion }
        let hidden = try await hidden(question, in: form, context)
        return QuestionPage(
            number: form.file.number, question: question,
            answer: input ?? (hidden == nil ? form.answers[id] : nil), hidden: hidden,
            seen: AnswerMark(form.file.answers[id], to: id, in: form.file.number, verbs.open.parts.vault),
            error: error, isTyped: input != nil, errorAt: field, wantsMore: wantsMore,
            back: checkPath(form, request) ?? back(form, id), place: place, handOverKey: handOverKey(form),
            key: Token(world)
        ).html(frame, context)
    }

    /// The telephone that the house knows of her, where it is the answer and she may not see her data in full now.
    private func hidden(
        _ question: Question, in form: CaseForm, _ context: EgretContext
    ) async throws -> Phone? {
        guard question.kind == .phone, try await !mayOpen(context) else { return nil }
        let phone = try await verbs.owned.phone(in: form, of: session(context))
        return phone?.text == form.answers[question.id] ? phone : nil
    }

    /// Where one goes back to from a question.
    func back(_ form: CaseForm, _ id: String) -> String? {
        let path = path(form.file)
        guard form.file.state != .correcting else { return "\(path)/standing" }
        return form.before(id).map { "\(path)/questions/\($0.id)" } ?? (place == .phone ? place.home : nil)
    }

    /// The page from which she came to change one answer; nil when she did not.
    private func checkPath(_ form: CaseForm, _ request: Request) -> String? {
        guard form.file.state != .correcting, request.uri.queryParameters["from"] == "check" else {
            return nil
        }
        return "\(path(form.file))/check"
    }

    /// For the button that carries the form to a phone; nil where there is none.
    func handOverKey(_ form: CaseForm) -> Token? {
        place == .terminal && HandOver.isOffered(form.file) ? Token(world) : nil
    }
}
