public import Hummingbird
public import Web
import Base
import HTTPTypes

/// The sites that a person lets know who she is, and her account at the city portal.
///
///     GET  /account/connections                        all of them
///     POST /account/connections/{client}/withdrawal    one no more
///     POST /account/connections/portal/unlinking       the portal's account and hers are apart again
public struct ConnectionRoutes: Sendable {
    static let path = "/account/connections"

    private let parts: FederationParts
    private let frame: Frame
    private let idempotency: Idempotency

    public init(_ parts: FederationParts, frame: Frame, idempotency: Idempotency) {
        self.parts = parts
        self.frame = frame
        self.idempotency = idempotency
    }

    public func add(to router: Router<EgretContext>) {
        router.get("account/connections", use: page)
        router.post("account/connections/{client}/withdrawal", use: withdraw)
        router.post("account/connections/portal/unlinking", use: unlink)
    }

    @Sendable func page(_ request: Request, _ context: EgretContext) async throws -> Response {
        guard let person = try await parts.doors.current(context) else {
            return .redirect(to: parts.doors.signInPath(Self.path, nil, false))
        }
        let (given, isLinked) = try await FederationQueries(parts: parts).connections(of: person)
        let known = given.compactMap { consent in parts.clients[consent.client].map { (consent, $0) } }
        return ConnectionsPage(
            connections: known.map { ConnectionsPage.Connection(client: $1, consent: $0) },
            isLinked: isLinked, keys: (0...known.count).map { _ in Token(parts.world) }
        ).html(frame, context).response()
    }

    @Sendable func withdraw(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let person = try await person(context)
            try await GiveConsent(parts: parts).withdraw(
                context.parameters.get("client") ?? "", by: person.citizen, requestID: context.requestID)
            return Response.redirect(to: Self.path)
        }
    }

    @Sendable func unlink(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let person = try await person(context)
            try await LinkPortal(parts: parts).unlink(person, requestID: context.requestID)
            return Response.redirect(to: Self.path)
        }
    }

    private func person(_ context: EgretContext) async throws -> SignedIn {
        guard let person = try await parts.doors.current(context) else {
            throw FederationRefused.notSignedIn
        }
        return person
    }
}
