public import Base
public import Hummingbird
public import Web
import HTTPTypes

/// A person's account, in a browser of her own.
///
///     GET  /account                         her ways to sign in, her sessions, what else there is
///     GET  /account/activation              the code that a terminal showed
///     POST /account/activation              it opens a session for setting up
///     GET  /account/sign-in                 name and password; `next` is where she wanted to go
///     POST /account/sign-in                 the first factor
///     GET  /account/second                  the second
///     POST /account/second                  a code of the authenticator, or of a message
///     POST /account/second/message          send one
///     GET  /account/proof                   password and code once more, before what is dear
///     POST /account/proof                   them
///     GET  /account/password                a password, or another
///     POST /account/password                it
///     GET  /account/authenticator           the key to scan, and the code that shows it works
///     POST /account/authenticator           that code
///     POST /account/authenticator/key       make a key
///     POST /account/sign-in/passkey         both factors at once
///     POST /account/proof/passkey           the same, once more
///     GET  /account/passkey                 a passkey for this device
///     POST /account/passkey                 it
///     POST /account/ways/{way}/removal      a way to sign in goes
///     GET  /account/number                  her phone (``NumberRoutes``)
///     POST /account/sign-out                this session ends
///     POST /account/sign-out-everywhere     all of them
public struct AccountRoutes: Sendable {
    let frame: Frame
    let world: World
    let verbs: AccountVerbs
    let idempotency: Idempotency
    /// Further things of hers, from rooms above.
    let links: [FrameLink]
    /// Other ways to sign in, from rooms above: each takes `next`.
    let doors: [FrameLink]

    public init(
        frame: Frame, world: World, verbs: AccountVerbs, idempotency: Idempotency, links: [FrameLink] = [],
        doors: [FrameLink] = []
    ) {
        self.frame = frame
        self.world = world
        self.verbs = verbs
        self.idempotency = idempotency
        self.links = links
        self.doors = doors
    }

    public func add(to router: Router<EgretContext>) {
        router.get("account", use: account)
        router.get("account/activation", use: activationPage)
        router.post("account/activation", use: activate)
        router.get("account/sign-in", use: signInPage)
        router.post("account/sign-in", use: signIn)
        router.get("account/second", use: secondPage)
        router.post("account/second", use: second)
        router.post("account/second/message", use: message)
        router.get("account/proof", use: proofPage)
        router.post("account/proof", use: proof)
        router.get("account/password", use: passwordPage)
        router.post("account/password", use: password)
        router.get("account/authenticator", use: authenticatorPage)
        router.post("account/authenticator", use: confirmAuthenticator)
        router.post("account/authenticator/key", use: makeKey)
        router.post("account/sign-in/passkey", use: signInByPasskey)
        router.post("account/proof/passkey", use: proofByPasskey)
        router.get("account/passkey", use: passkeyPage)
        router.post("account/passkey", use: addPasskey)
        router.post("account/ways/{way}/removal", use: remove)
        router.post("account/sign-out", use: signOut)
        router.post("account/sign-out-everywhere", use: signOutEverywhere)
        NumberRoutes(
            frame: frame, world: world, verb: verbs.setPhone, idempotency: idempotency, next: "/account",
            asking: { context, act in
                try await freshly(context, next: "/account/number") { session in
                    // A code of a terminal sets up ways to sign in, and no phone.
                    guard !session.isForSetUp else { throw AccountRefused.levelTooLow }
                    return try await act(.account(session))
                }
            }
        ).add(to: router)
    }

    @Sendable func account(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await signedIn(context, next: "/account") { session in
            let standing = try await verbs.manage.standing(of: session)
            // What else is hers wants a sign-in: the code of a terminal is for setting one up.
            return try AccountPage(
                standing: standing, session: session, links: session.isForSetUp ? [] : links, world: world
            )
            .html(frame, context).response(from: request, context: context)
        }
    }

    @Sendable func activationPage(_ request: Request, _ context: EgretContext) async throws -> HTML {
        ActivationPage(error: nil, key: Token(world)).html(frame, context)
    }

    @Sendable func activate(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await once(request, context) { form in
            do {
                let (token, device) = try await verbs.activate(
                    form.text("code", max: 60), language: context.language, requestID: context.requestID)
                var response = given(token, "/account", context)
                DeviceCookie.give(device, to: &response)
                return response
            } catch let refusal as any Refusal where Self.isOfCode(refusal) {
                return ActivationPage(error: words(refusal, context), key: Token(world)).html(frame, context)
                    .response(status: refusal.status)
            }
        }
    }

    @Sendable func passwordPage(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await freshly(context, next: "/account/password") { _ in
            try PasswordPage(error: nil, key: Token(world)).html(frame, context)
                .response(from: request, context: context)
        }
    }

    @Sendable func password(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await once(request, context) { form in
            try await freshly(context, next: "/account/password") { session in
                do {
                    try await verbs.manage.setPassword(
                        form["password"] ?? "", in: session, requestID: context.requestID)
                    return Response.redirect(to: "/account")
                } catch let refusal as AccountRefused where refusal.isOfPassword {
                    return PasswordPage(error: words(refusal, context), key: Token(world)).html(
                        frame, context
                    )
                    .response(status: refusal.status)
                }
            }
        }
    }

    @Sendable func authenticatorPage(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await freshly(context, next: "/account/authenticator") { session in
            try await authenticatorPage(session, nil, context).response(from: request, context: context)
        }
    }

    @Sendable func makeKey(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await once(request, context) { _ in
            try await freshly(context, next: "/account/authenticator") { session in
                try await verbs.manage.beginTOTP(in: session, requestID: context.requestID)
                return Response.redirect(to: "/account/authenticator")
            }
        }
    }

    @Sendable func confirmAuthenticator(_ request: Request, _ context: EgretContext) async throws -> Response
    {
        try await once(request, context) { form in
            try await freshly(context, next: "/account/authenticator") { session in
                do {
                    try await verbs.manage.confirmTOTP(
                        form.text("code", max: 60), in: session, requestID: context.requestID)
                    return Response.redirect(to: "/account")
                } catch let refusal as any Refusal where Self.isOfCode(refusal) {
                    return try await authenticatorPage(session, refusal, context)
                        .response(status: refusal.status)
                }
            }
        }
    }

    @Sendable func remove(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await once(request, context) { _ in
            try await freshly(context, next: "/account") { session in
                guard let way = context.parameters.get("way").flatMap(Token.init(rawValue:)) else {
                    throw AccountRefused.unknownWay
                }
                try await verbs.manage.revoke(way, in: session, requestID: context.requestID)
                return Response.redirect(to: "/account")
            }
        }
    }

    @Sendable func signOut(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await once(request, context) { _ in
            try await verbs.manage.signOut(token: context.sessionToken, requestID: context.requestID)
            return ended(context)
        }
    }

    @Sendable func signOutEverywhere(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await once(request, context) { _ in
            try await signedIn(context, next: "/account") { session in
                try await verbs.manage.signOutEverywhere(session, requestID: context.requestID)
                return ended(context)
            }
        }
    }

    private func authenticatorPage(
        _ session: AccountSession, _ refusal: (any Refusal)?, _ context: EgretContext
    ) async throws -> HTML {
        AuthenticatorPage(
            totp: try await verbs.manage.waitingTOTP(in: session),
            account: try await verbs.manage.standing(of: session).person.number.masked,
            error: refusal.map { words($0, context) }, key: Token(world)
        ).html(frame, context)
    }
}
