public import Base
public import Hummingbird
public import Identity
public import Web
import Catalogue
import Exchange
import HTTPTypes

/// A person's forms on her own phone.
///
///     GET  /continue            the code of a terminal's picture; a script takes it from behind the address's `#`
///     POST /continue            it counts once, and for her alone
///     GET  /account/cases       what she has begun and not finished
///     …    /account/cases/…     each of them: ``FormRoutes``
///     POST /account/services/{department}/{slug}/start   begin one at home
///     GET  /account/services/{department}/{slug}/running what is being decided: look at each, or another one beside it
///     GET  /account/bundles/{bundle}                     how far everything is that an event in life asks
///     POST /account/bundles/{bundle}/services/{d}/{s}    begin one of its services, or go on with it
public struct AwayRoutes: Sendable {
    /// Who is signed in; throws when nobody is.
    public typealias Account = @Sendable (_ context: EgretContext) async throws -> AccountSession

    let frame: Frame
    let world: World
    let verbs: CaseVerbs
    let idempotency: Idempotency
    let account: Account
    let forms: FormRoutes

    public init(
        frame: Frame, world: World, verbs: CaseVerbs, idempotency: Idempotency,
        account: @escaping Account, forms: FormRoutes
    ) {
        self.frame = frame
        self.world = world
        self.verbs = verbs
        self.idempotency = idempotency
        self.account = account
        self.forms = forms
    }

    /// - Parameters:
    ///   - site: The public site's routes.
    ///   - account: Those below `/account`.
    public func add(to site: some RouterMethods<EgretContext>, account: some RouterMethods<EgretContext>) {
        site.get("continue", use: page)
        site.post("continue", use: take)
        account.get("cases", use: list)
        account.post("services/{department}/{slug}/start", use: start)
        account.get("services/{department}/{slug}/running", use: running)
        account.get("bundles/{bundle}", use: bundle)
        account.post("bundles/{bundle}/services/{department}/{slug}", use: bundleService)
        forms.add(to: account)
    }

    @Sendable func page(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await signedIn(context) { _ in
            ContinuePage(error: nil, key: Token(world)).html(frame, context).response(status: .ok)
        }
    }

    @Sendable func take(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            try await signedIn(context) { session in
                let code = form["code"] ?? ""
                do {
                    let number = try await verbs.handOver.take(
                        code, by: session, requestID: context.requestID)
                    return Response.redirect(to: "/account/cases/\(number)")
                } catch let refusal as CaseRefused where refusal == .handOverUnknown {
                    let isEmpty = code.allSatisfy(\.isWhitespace)
                    let words = frame.phrases(context).problem(
                        inForm: isEmpty ? FormRefusal.missing(field: "code") : refusal)
                    return ContinuePage(error: words, key: Token(world)).html(frame, context)
                        .response(status: refusal.status)
                }
            }
        }
    }

    @Sendable func list(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let session = try await account(context)
        guard session.level >= .substantial else { throw AccountRefused.levelTooLow }
        let entries = try await verbs.own(of: session.citizen)
        let papers = try await verbs.reprint.all(of: session.citizen)
        return OwnFormsPage(
            entries: entries,
            papers: papers.map { .init(offer: $0, isProved: false, key: Token(world)) }, place: .phone
        ).html(frame, context)
    }

    @Sendable func start(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let session = try await account(context)
            let id = try service(context)
            let choice = form[RunningPage.field]
            let visit = try verbs.own.session(beginning: id, of: session)
            if choice == nil, try await !verbs.open.running(id, of: visit).isEmpty {
                return Response.redirect(to: "/account/services/\(id.rawValue)/running")
            }
            return Response.redirect(
                to: try await begin(
                    id, session, another: choice == RunningPage.another,
                    running: choice.flatMap(CaseNumber.init), context.requestID))
        }
    }

    @Sendable func running(_ request: Request, _ context: EgretContext) async throws -> Response {
        let session = try await account(context)
        let id = try service(context)
        let visit = try verbs.own.session(beginning: id, of: session)
        let files = try await verbs.open.running(id, of: visit)
        guard !files.isEmpty else {
            return Response.redirect(to: "/services/\(id.rawValue)")
        }
        return RunningPage(
            item: try verbs.open.parts.item(id), files: files, place: .phone,
            action: "/account/services/\(id.rawValue)/start", world: world
        ).html(frame, context).response(status: .ok)
    }

    private func service(_ context: EgretContext) throws(CaseRefused) -> ServiceID {
        let text = "\(context.parameters.get("department") ?? "")/\(context.parameters.get("slug") ?? "")"
        guard let id = ServiceID(rawValue: text) else { throw .unknownService }
        return id
    }

    /// Begins a service, or goes on with it, and fills it as far as the department answers; where it lies.
    func begin(
        _ id: ServiceID, _ session: AccountSession, within event: ServiceID? = nil, another: Bool = false,
        running: CaseNumber? = nil, _ requestID: String
    ) async throws -> String {
        let number = try await verbs.own.begin(
            id, of: session, within: event, another: another, running: running, requestID: requestID)
        do {
            try await verbs.fetch(number, of: verbs.own.session(number, of: session), requestID: requestID)
        } catch is PortError {
            // The case stands with its number; its page says that the department is silent.
        } catch CaseRefused.wrongPerson {
            // The same; its page says that the service has stopped itself.
        }
        return CasePlace.phone.path(number)
    }

    private func signedIn(
        _ context: EgretContext, act: (AccountSession) async throws -> Response
    ) async throws -> Response {
        do {
            return try await act(account(context))
        } catch AccountRefused.signedOut {
            return .redirect(to: "/account/sign-in?next=%2Fcontinue")
        }
    }
}
