import Base
import Foundation
import HTTPTypes
import Hummingbird
import Web

extension AccountRoutes {
    @Sendable func signInPage(_ request: Request, _ context: EgretContext) async throws -> Response {
        let next = Self.next(request.uri.queryParameters["next"].map(String.init))
        if (try? await verbs.current(token: context.sessionToken)) != nil { return .redirect(to: next) }
        return try SignInPage(
            error: nil, name: nil, next: next, offer: try await verbs.signIn.offerPasskey(),
            doors: doors(to: next), key: Token(world)
        ).html(frame, context)
            .response(from: request, context: context)
    }

    @Sendable func signIn(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await once(request, context) { form in
            let next = Self.next(form["next"])
            do {
                let token = try await verbs.signIn.password(
                    form["name"] ?? "", form["password"] ?? "", device: DeviceCookie.device(of: request),
                    language: context.language, requestID: context.requestID)
                return given(token, "/account/second?next=\(Self.escaped(next))", context)
            } catch let refusal as AccountRefused where refusal.isOfSignIn {
                return SignInPage(
                    error: words(refusal, context), name: form["name"], next: next,
                    offer: try await verbs.signIn.offerPasskey(), doors: doors(to: next), key: Token(world)
                ).html(frame, context).response(status: refusal.status)
            }
        }
    }

    private func doors(to next: String) -> [FrameLink] {
        doors.map { FrameLink(label: $0.label, path: "\($0.path)?next=\(Self.escaped(next))") }
    }

    @Sendable func secondPage(_ request: Request, _ context: EgretContext) async throws -> Response {
        let session: AccountSession
        let next = Self.next(request.uri.queryParameters["next"].map(String.init))
        do {
            session = try await verbs.current.first(token: context.sessionToken)
        } catch AccountRefused.startAgain {
            return .redirect(to: "/account/sign-in?next=\(Self.escaped(next))")
        }
        return try await secondPage(session, nil, next, context).response(from: request, context: context)
    }

    @Sendable func second(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await once(request, context) { form in
            let session = try await verbs.current.first(token: context.sessionToken)
            let next = Self.next(form["next"])
            let device = DeviceCookie.device(of: request)
            do {
                let code = try form.text("code", max: 60)
                let signedIn =
                    form["by"] == "message"
                    ? try await verbs.signIn.code(
                        code, in: session, device: device, requestID: context.requestID)
                    : try await verbs.signIn.totp(
                        code, in: session, device: device, requestID: context.requestID)
                var response = given(signedIn.token, next, context)
                signedIn.device.map { DeviceCookie.give($0, to: &response) }
                return response
            } catch let refusal as any Refusal where Self.isOfCode(refusal) {
                return try await secondPage(session, refusal, next, context).response(
                    status: refusal.status)
            }
        }
    }

    @Sendable func message(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await once(request, context) { form in
            let session = try await verbs.current.first(token: context.sessionToken)
            try await verbs.signIn.sendCode(in: session, requestID: context.requestID)
            return .redirect(
                to: "/account/second?by=message&sent=yes&next=\(Self.escaped(Self.next(form["next"])))")
        }
    }

    @Sendable func proofPage(_ request: Request, _ context: EgretContext) async throws -> Response {
        let next = Self.next(request.uri.queryParameters["next"].map(String.init))
        return try await signedIn(context, next: next) { session in
            try await proofPage(session, nil, next, context).response(from: request, context: context)
        }
    }

    @Sendable func proof(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await once(request, context) { form in
            let next = Self.next(form["next"])
            return try await signedIn(context, next: next) { session in
                do {
                    let signedIn = try await verbs.signIn.proveAgain(
                        form["password"] ?? "", code: form.text("code", max: 60), in: session,
                        device: DeviceCookie.device(of: request), requestID: context.requestID)
                    return given(signedIn.token, next, context)
                } catch let refusal as any Refusal where Self.isOfCode(refusal) {
                    return try await proofPage(
                        session, refusal is FormRefusal ? refusal : AccountRefused.notRight, next, context
                    ).response(status: refusal.status)
                }
            }
        }
    }

    private func proofPage(
        _ session: AccountSession, _ refusal: (any Refusal)?, _ next: String, _ context: EgretContext
    ) async throws -> HTML {
        let standing = try await verbs.manage.standing(of: session)
        return ProofPage(
            errors: refusal.map { [FieldError($0.fields.first ?? "password", words($0, context))] } ?? [],
            ways: Set(standing.factors.filter { $0.confirmedAt != nil }.map(\.kind)), next: next,
            offer: standing.passkeys.isEmpty ? nil : try await verbs.signIn.offerPasskey(to: session),
            key: Token(world)
        ).html(frame, context)
    }

    private func secondPage(
        _ session: AccountSession, _ refusal: (any Refusal)?, _ next: String, _ context: EgretContext
    ) async throws -> HTML {
        let factors = try await verbs.manage.standing(of: session).factors
        let hasTOTP = factors.contains { $0.kind == .totp && $0.confirmedAt != nil }
        let byMessage = !hasTOTP || context.place.contains("by=message")
        return SecondPage(
            byMessage: byMessage, wasSent: context.place.contains("sent=yes"), offersMessage: !byMessage,
            error: refusal.map { words($0, context) },
            next: next,
            key: Token(world), sendKey: Token(world)
        ).html(frame, context)
    }
}

extension AccountRoutes {
    /// One act, however often its form is sent.
    func once(
        _ request: Request, _ context: EgretContext, act: (Form) async throws -> Response
    ) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in try await act(form) }
    }

    /// What a person asks for who is signed in, or sets up how to; anybody else signs in first and comes back.
    func signedIn(
        _ context: EgretContext, next: String, act: (AccountSession) async throws -> Response
    ) async throws -> Response {
        let session: AccountSession
        do {
            session = try await verbs.current.settingUp(token: context.sessionToken)
        } catch AccountRefused.signedOut {
            return .redirect(to: "/account/sign-in?next=\(Self.escaped(next))")
        }
        return try await act(session)
    }

    /// What is dear: whoever proved herself too long ago does so again, and comes back.
    func freshly(
        _ context: EgretContext, next: String, act: (AccountSession) async throws -> Response
    ) async throws -> Response {
        try await signedIn(context, next: next) { session in
            do {
                try verbs.requireFresh(session)
            } catch AccountRefused.proofStale {
                return .redirect(to: "/account/proof?next=\(Self.escaped(next))")
            } catch AccountRefused.levelTooLow {
                return .redirect(to: "/account/proof?next=\(Self.escaped(next))")
            }
            return try await act(session)
        }
    }

    func given(_ token: String, _ path: String, _ context: EgretContext) -> Response {
        var response = Response.redirect(to: path)
        SessionCarrier.give(token, to: &response, context)
        return response
    }

    func ended(_ context: EgretContext) -> Response {
        var response = Response.redirect(to: "/account/sign-in")
        SessionCarrier.end(in: &response, context)
        response.headers[.clearSiteData] = "\"cache\", \"storage\""
        return response
    }

    func words(_ refusal: any Refusal, _ context: EgretContext) -> String {
        frame.phrases(context).problem(inForm: refusal)
    }

    /// Whether the page of a code says it itself: the code is not good, or none was typed, which is no try.
    static func isOfCode(_ refusal: any Refusal) -> Bool {
        refusal is FormRefusal || [.codeWrong, .activationUnknown].contains(refusal as? AccountRefused)
    }

    /// Where she wanted to go, if it is a page of this site.
    static func next(_ path: String?) -> String {
        let path = path.flatMap { $0.removingPercentEncoding } ?? "/account"
        return path.hasPrefix("/") && Address.isLocal(path) && path.utf8.count <= 2_048 ? path : "/account"
    }

    static func escaped(_ path: String) -> String {
        path.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }
}

extension AccountRefused {
    /// Whether the page of the password says it itself.
    var isOfPassword: Bool {
        if case .passwordWeak = self { return true }
        return false
    }

    /// Whether the page of the sign-in says it itself.
    var isOfSignIn: Bool {
        switch self {
        case .notRight, .wait, .closed, .busy: true
        default: false
        }
    }
}
