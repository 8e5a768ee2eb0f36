public import Hummingbird
public import Web
import HTTPTypes
import Foundation
import Identity

/// Leads who is not signed in from a page of the account to the sign-in, and from there back to the page.
public struct SignInFirst: RouterMiddleware {
    public init() {}

    public func handle(
        _ request: Request, context: EgretContext, next: (Request, EgretContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch AccountRefused.signedOut where request.method == .get {
            let place = context.place.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "/"
            return Response.redirect(to: "/account/sign-in?next=\(place)")
        }
    }
}
