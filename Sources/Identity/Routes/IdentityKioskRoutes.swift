public import Base
public import Hummingbird
public import Web
import Foundation
import HTTPTypes
import Wire

/// How a person proves who she is, at a terminal.
///
///     GET  /identification                 which way
///     POST /identification/way             chosen
///     GET  /identification/consent         may we take a picture
///     POST /identification/consent         yes, or no (also: taken back)
///     GET  /identification/card            place the card
///     POST /identification/card            from the agent: what the chip said
///     GET  /identification/face            look at the camera
///     POST /identification/face            from the agent: one picture
///     GET  /identification/code            type the code
///     POST /identification/code            the code
///     POST /identification/code/sending    another code
///     GET  /identification/network         the picture for the national service's app
///     POST /identification/network         go on, give name and number, a new picture, another way
///     POST /session/end                    from the agent: this visit is over; without one, all of the terminal's are
public struct IdentityKioskRoutes: Sendable {
    public typealias WaysHere = @Sendable (_ ways: [Way], _ terminal: String?) async throws -> [Way]

    let frame: Frame
    let world: World
    let verbs: IdentityVerbs
    let accounts: AccountVerbs
    let idempotency: Idempotency
    /// The ways that a service accepts, and where its first page is.
    let ways: @Sendable (_ service: String) -> [Way]
    /// Those of some ways that can be gone at a terminal now; only they are shown.
    let waysHere: WaysHere
    /// Where an identified person goes on; what lies above this room decides.
    let next: @Sendable (_ session: IdentifiedSession, _ requestID: String) async throws -> String

    public init(
        frame: Frame, world: World, verbs: IdentityVerbs, accounts: AccountVerbs, idempotency: Idempotency,
        ways: @escaping @Sendable (_ service: String) -> [Way],
        waysHere: @escaping WaysHere = { ways, _ in ways },
        next: @escaping @Sendable (_ session: IdentifiedSession, _ requestID: String) async throws -> String
    ) {
        self.frame = frame
        self.world = world
        self.verbs = verbs
        self.accounts = accounts
        self.idempotency = idempotency
        // What the house is not connected to is no way, whatever a service accepts.
        self.ways = { ways($0).filter { $0 != .network || verbs.network != nil } }
        self.waysHere = waysHere
        self.next = next
    }

    public func add(to router: Router<EgretContext>) {
        router.get("identification", use: choice)
        router.post("identification/way", use: choose)
        router.get("identification/consent", use: consentPage)
        router.post("identification/consent", use: consent)
        router.get("identification/card", use: cardPage)
        router.post("identification/card", use: card)
        router.get("identification/face", use: facePage)
        router.group().add(middleware: BodyLimit(bytes: 128 * 1_024)).post("identification/face", use: face)
        router.get("identification/code", use: codePage)
        router.post("identification/code", use: code)
        router.post("identification/code/sending", use: sendCode)
        router.get("identification/network", use: networkPage)
        router.post("identification/network", use: answerNetwork)
        router.post("session/end", use: end)
    }

    @Sendable func choice(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let session = try await session(context)
        return WayPage(
            ways: try await waysHere(ways(session.service), context.terminalID),
            problem: problemWords(request, context),
            back: "/services/\(session.service)", key: Token(world)
        ).html(frame, context)
    }

    @Sendable func choose(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let session = try await session(context)
            guard let way = form["way"].flatMap(Way.init), ways(session.service).contains(way) else {
                throw IdentityRefused.choiceUnknown
            }
            try await verbs.choose(way, in: session)
            switch way {
            case .face: return Response.redirect(to: "/identification/consent")
            case .code: return Response.redirect(to: "/identification/card")
            case .cardPhone: return try await afterCard(session, way, context)
            case .phone:
                try await accounts.phone.ask(in: session, requestID: context.requestID)
                return Response.redirect(to: "/identification/phone")
            case .network: return try await beginNetwork(session, context)
            }
        }
    }

    @Sendable func consentPage(_ request: Request, _ context: EgretContext) async throws -> HTML {
        try requireFace(try await session(context))
        return FaceConsentPage(key: Token(world)).html(frame, context)
    }

    /// Giving and taking back are one question asked twice; both lead on.
    @Sendable func consent(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let session = try await session(context)
            guard form["face"] == "yes" else {
                let other = otherCardWay(session)
                try await verbs.choose.withdraw(
                    .face, for: other ?? .code, in: session, requestID: context.requestID)
                guard let other else { return Response.redirect(to: "/identification") }
                return try await afterCard(session, other, context)
            }
            try requireFace(session)
            try await verbs.choose.give(.face, in: session, requestID: context.requestID)
            return try await afterCard(session, .face, context)
        }
    }

    @Sendable func cardPage(_ request: Request, _ context: EgretContext) async throws -> HTML {
        _ = try await session(context)
        return CardPage(problem: problemWords(request, context), key: Token(world)).html(frame, context)
    }

    @Sendable func card(_ request: Request, _ context: EgretContext) async throws -> Response {
        let bytes = try await body(of: request, context)
        return try await idempotency(request, context, body: bytes) { _ in
            let session = try await session(context)
            let reading = try JSONDecoder().decode(CardReading.self, from: Data(bytes))
            try await verbs.card(reading, in: session, requestID: context.requestID)
            if let way = session.way, way.needsCard { return try await afterCard(session, way, context) }
            // Laid before she chose a way that begins with it: the one that needs no consent first.
            guard let way = otherCardWay(session) else { return Response.redirect(to: "/identification") }
            try await verbs.choose(way, in: session)
            return try await afterCard(session, way, context)
        }
    }

    @Sendable func end(_ request: Request, _ context: EgretContext) async throws -> Response {
        guard let terminal = context.terminalID else { throw IdentityRefused.sessionOver }
        if let token = context.sessionToken {
            try await verbs.end.visit(of: token, at: terminal, requestID: context.requestID)
        } else {
            try await verbs.end.all(
                ofTerminal: terminal, because: .terminal, requestID: context.requestID)
        }
        var response = Response(status: .noContent)
        SessionCarrier.end(in: &response, context)
        return response
    }

    func session(_ context: EgretContext) async throws -> Session {
        try await verbs.current(token: context.sessionToken, terminal: context.terminalID)
    }

    /// A service that does not ask for a face gets none.
    func requireFace(_ session: Session) throws(IdentityRefused) {
        guard ways(session.service).contains(.face) else { throw .choiceUnknown }
    }

    /// The way of her service that begins with the card and takes no picture; nil when there is none.
    private func otherCardWay(_ session: Session) -> Way? {
        ways(session.service).first { $0.needsCard && $0 != .face }
    }

    /// With the card read, the second factor; without it, the card first.
    private func afterCard(_ session: Session, _ way: Way, _ context: EgretContext) async throws -> Response {
        guard try await verbs.standing(of: session).isCardRead else {
            return Response.redirect(to: "/identification/card")
        }
        if way == .face { return Response.redirect(to: "/identification/face") }
        if way == .cardPhone {
            try await accounts.phone.askBesideCard(
                in: session, confirm: verbs.confirm, requestID: context.requestID)
            return Response.redirect(to: "/identification/phone")
        }
        do {
            try await verbs.sendCode(in: session, requestID: context.requestID)
        } catch IdentityRefused.codeUndelivered {
            return Response.redirect(to: "/identification?problem=code-undelivered")
        }
        return Response.redirect(to: "/identification/code")
    }

    /// The agent names what went wrong at its devices by a closed word.
    private func problemWords(_ request: Request, _ context: EgretContext) -> String? {
        let known = [
            "card-unreadable", "card-missing", "card-foreign", "card-expired", "reader-out", "camera-stale",
            "camera-out", "code-undelivered",
        ]
        guard let word = request.uri.queryParameters["problem"].map(String.init), known.contains(word) else {
            return nil
        }
        return frame.phrases(context)("kiosk.problem.\(word)")
    }
}
