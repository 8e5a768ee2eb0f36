import Base
import HTTPTypes
public import Hummingbird
import Passkeys
public import Web

/// The way in and out.
///
///     GET  /sign-in           asks for a passkey
///     POST /sign-in           begins a session
///     GET  /enrolment         asks for a one-time code
///     POST /enrolment/code    asks the guest's device for a passkey
///     POST /enrolment         keeps it
///     POST /logout            ends the session
public struct StaffDoorRoutes: Sendable {
    public static let access: StaffAccessTable = [
        "GET /sign-in": .door, "POST /sign-in": .door, "GET /enrolment": .door, "POST /enrolment/code": .door,
        "POST /enrolment": .door, "POST /logout": .door,
    ]

    let frame: Frame
    let verbs: StaffVerbs
    /// The page at which somebody's work begins; another room knows it.
    let home: @Sendable (StaffAccount) -> String

    public init(
        frame: Frame, verbs: StaffVerbs, home: @escaping @Sendable (StaffAccount) -> String = { _ in "/" }
    ) {
        self.frame = frame
        self.verbs = verbs
        self.home = home
    }

    public func add(to router: Router<EgretContext>) {
        router.get("sign-in", use: signInPage)
        router.post("sign-in", use: signIn)
        router.get("enrolment", use: codePage)
        router.post("enrolment/code", use: passkeyPage)
        router.post("enrolment", use: enrol)
        router.post("logout", use: signOut)
    }

    @Sendable func signInPage(_ request: Request, _ context: EgretContext) async throws -> HTML {
        SignInPage(
            offer: try await verbs.signIn.offer(), isEnrolled: request.uri.queryParameters["enrolled"] != nil
        ).html(frame, context)
    }

    @Sendable func signIn(_ request: Request, _ context: EgretContext) async throws -> Response {
        let answer = try PasskeyAssertion(await form(of: request, context))
        let token = try await verbs.signIn(
            answer, former: context.sessionToken, requestID: context.requestID)
        var response = Response.redirect(to: home(try await verbs.current(token: token).account))
        SessionCarrier.give(token, to: &response, context)
        return response
    }

    @Sendable func codePage(_ request: Request, _ context: EgretContext) -> HTML {
        EnrolmentCodePage().html(frame, context)
    }

    @Sendable func passkeyPage(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let code = try await form(of: request, context).text("code", max: 60)
        let (guest, offer) = try await verbs.enrol.offer(code: code)
        return EnrolmentPasskeyPage(code: code, guest: guest, offer: offer).html(frame, context)
    }

    @Sendable func enrol(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        let name = try form.textIfPresent("name", max: PersonName.lengthMax).map { text in
            guard let name = PersonName(text) else { throw StaffRefused.malformed }
            return name
        }
        _ = try await verbs.enrol(
            code: form.text("code", max: 60), name: name, PasskeyCreation(form), requestID: context.requestID)
        return Response.redirect(to: "/sign-in?enrolled=1")
    }

    @Sendable func signOut(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await verbs.current.signOut(token: context.sessionToken, requestID: context.requestID)
        var response = Response.redirect(to: "/sign-in")
        SessionCarrier.end(in: &response, context)
        return response
    }
}
