import Base
import HTTPTypes
import Hummingbird
import Passkeys
import Web

/// A passkey is posted once: its question is used up by the first answer, so these forms need no key.
extension AccountRoutes {
    @Sendable func signInByPasskey(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        let signedIn = try await verbs.signIn.passkey(
            PasskeyAssertion(form), device: DeviceCookie.device(of: request), language: context.language,
            requestID: context.requestID)
        var response = given(signedIn.token, Self.next(form["next"]), context)
        signedIn.device.map { DeviceCookie.give($0, to: &response) }
        return response
    }

    @Sendable func proofByPasskey(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        let next = Self.next(form["next"])
        return try await signedIn(context, next: next) { session in
            let proved = try await verbs.signIn.passkey(
                PasskeyAssertion(form), again: session, device: nil, language: context.language,
                requestID: context.requestID)
            return given(proved.token, next, context)
        }
    }

    @Sendable func passkeyPage(_ request: Request, _ context: EgretContext) async throws -> Response {
        try await freshly(context, next: "/account/passkey") { session in
            try PasskeyPage(offer: try await verbs.manage.offerPasskey(in: session)).html(frame, context)
                .response(from: request, context: context)
        }
    }

    @Sendable func addPasskey(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await freshly(context, next: "/account/passkey") { session in
            try await verbs.manage.addPasskey(
                PasskeyCreation(form), in: session, requestID: context.requestID)
            return Response.redirect(to: "/account")
        }
    }
}
