import Base
import HTTPTypes
import Hummingbird
import Web

/// The way by network certificate: the picture, and what is pressed beside it.
extension IdentityKioskRoutes {
    @Sendable func networkPage(_ request: Request, _ context: EgretContext) async throws -> Response {
        let session = try await session(context)
        if let again = try await alreadyKnown(session, context) { return again }
        let standing = try await network(session).look(in: session, requestID: context.requestID)
        return try NetworkPage(standing: standing, keys: [Token(world), Token(world)]).html(frame, context)
            .response(from: request, context: context)
    }

    @Sendable func answerNetwork(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let session = try await session(context)
            if let again = try await alreadyKnown(session, context) { return again }
            let network = try network(session)
            do {
                switch form["answer"] {
                case "enter":
                    return await goOn(
                        try await network.enter(in: session, requestID: context.requestID), context)
                case "give":
                    try await network.ask(for: .identity, in: session, requestID: context.requestID)
                case "again":
                    try await network.ask(for: .identifier, in: session, requestID: context.requestID)
                case "cancel":
                    try await network.cancel(in: session, requestID: context.requestID)
                    return Response.redirect(to: "/identification")
                default: throw IdentityRefused.choiceUnknown
                }
                return Response.redirect(to: "/identification/network")
            } catch let refusal as IdentityRefused where refusal.keepsVisit {
                return otherWays(session, because: refusal, context)
            }
        }
    }

    /// The first request of the way, on choosing it.
    func beginNetwork(_ session: Session, _ context: EgretContext) async throws -> Response {
        do {
            try await network(session).ask(for: .identifier, in: session, requestID: context.requestID)
            return Response.redirect(to: "/identification/network")
        } catch let refusal as IdentityRefused where refusal.keepsVisit {
            return otherWays(session, because: refusal, context)
        }
    }

    private func network(_ session: Session) throws(IdentityRefused) -> NetworkLogin {
        guard let network = verbs.network, ways(session.service).contains(.network) else {
            throw .choiceUnknown
        }
        return network
    }

    private func otherWays(
        _ session: Session, because refusal: IdentityRefused, _ context: EgretContext
    ) -> Response {
        WayPage(
            ways: ways(session.service), problem: words(refusal, context),
            back: "/services/\(session.service)", key: Token(world)
        ).html(frame, context).response(status: refusal.status)
    }
}
