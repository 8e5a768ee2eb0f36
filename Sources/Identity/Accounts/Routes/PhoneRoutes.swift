public import Base
public import Hummingbird
public import Web
import HTTPTypes

/// Where a person agrees on her phone to a visit at a terminal; whoever proved herself too long ago does so again first.
///
///     GET  /approve             the code of the picture; a script takes it from behind the address's `#`
///     POST /approve             which visit it is: place, service, time
///     POST /approve/decision    yes or no
public struct PhoneRoutes: Sendable {
    /// What a terminal and a service are called, in the reader's language; nil when they are not known.
    public typealias Naming = @Sendable (_ code: String, _ language: Language) async throws -> String?

    let frame: Frame
    let world: World
    let verbs: AccountVerbs
    let idempotency: Idempotency
    let place: Naming
    let service: Naming

    public init(
        frame: Frame, world: World, verbs: AccountVerbs, idempotency: Idempotency, place: @escaping Naming,
        service: @escaping Naming
    ) {
        self.frame = frame
        self.world = world
        self.verbs = verbs
        self.idempotency = idempotency
        self.place = place
        self.service = service
    }

    public func add(to router: Router<EgretContext>) {
        router.get("approve", use: page)
        router.post("approve", use: show)
        router.post("approve/decision", use: decide)
    }

    @Sendable func page(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await account(context) { _ in
            try ApprovePage(error: nil, key: Token(world)).html(frame, context)
                .response(from: request, context: context)
        }
    }

    /// Tells which visit a code stands for; it changes nothing, but a code belongs into no address.
    @Sendable func show(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await account(context) { session in
            do {
                let code = try form.text("code", max: 60)
                let visit = try await verbs.phone.visit(of: code, for: session)
                return try ApproveVisitPage(
                    place: try await place(visit.terminalID, context.language),
                    service: try await service(visit.service, context.language), startedAt: visit.startedAt,
                    code: code, key: Token(world)
                ).html(frame, context).response(from: request, context: context)
            } catch let refusal as any Refusal
                where refusal is FormRefusal || (refusal as? AccountRefused)?.isAboutTheVisit == true
            {
                return ApprovePage(error: words(refusal, context), key: Token(world)).html(frame, context)
                    .response(status: refusal.status)
            }
        }
    }

    @Sendable func decide(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            try await account(context) { session in
                guard let answer = form["answer"], ["yes", "no"].contains(answer) else {
                    throw IdentityRefused.choiceUnknown
                }
                try await verbs.phone.decide(
                    answer == "yes", code: form["code"] ?? "", by: session, requestID: context.requestID)
                return try ApprovedPage(isYes: answer == "yes").html(frame, context)
                    .response(from: request, context: context)
            }
        }
    }

    private func account(
        _ context: EgretContext, act: (AccountSession) async throws -> Response
    ) async throws -> Response {
        do {
            let session = try await verbs.current(token: context.sessionToken)
            try verbs.phone.requireProof(of: session)
            return try await act(session)
        } catch AccountRefused.signedOut {
            return .redirect(to: "/account/sign-in?next=%2Fapprove")
        } catch let refusal as AccountRefused where [.proofStale, .levelTooLow].contains(refusal) {
            return .redirect(to: "/account/proof?next=%2Fapprove")
        }
    }

    private func words(_ refusal: any Refusal, _ context: EgretContext) -> String {
        frame.phrases(context).problem(inForm: refusal)
    }
}

extension AccountRefused {
    /// Whether another code, or another day, helps: the page that asks for the code says so.
    fileprivate var isAboutTheVisit: Bool {
        switch self {
        case .visitUnknown, .accountNew: true
        default: false
        }
    }
}
