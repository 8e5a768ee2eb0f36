import Base
import HTTPTypes
import Hummingbird
import Identity
import Web

/// From a terminal to the phone, and back.
extension CaseKioskRoutes {
    /// What a visit is for in which a person goes on with something, whatever it is.
    public static let unfinished = "egret/unfinished"

    @Sendable func handOver(_ request: Request, _ context: EgretContext) async throws -> Response {
        let number = try number(context)
        return HandOverPage(
            number: number, standing: try await verbs.handOver.standing(number, for: session(context)),
            site: site, key: Token(world)
        ).html(frame, context).response(status: .ok)
    }

    @Sendable func showHandOver(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let number = try number(context)
            try await verbs.handOver.show(number, for: session(context), requestID: context.requestID)
            return Response.redirect(to: "/cases/\(number)/hand-over")
        }
    }

    @Sendable func unfinished(_ request: Request, _ context: EgretContext) async throws -> HTML {
        let session = try await session(context)
        let entries = try await verbs.own(of: session.citizen)
        let papers = try await verbs.reprint.all(of: session.citizen)
        return OwnFormsPage(
            entries: entries,
            papers: papers.map {
                .init(offer: $0, isProved: $0.item.accepts(session.session.factors), key: Token(world))
            }, place: .terminal, isProved: { $0.bundle != nil || $0.item.accepts(session.session.factors) }
        ).html(frame, context)
    }

    @Sendable func unfinishedFront(_ request: Request, _ context: EgretContext) async throws -> HTML {
        UnfinishedFrontPage(key: Token(world)).html(frame, context)
    }

    @Sendable func startUnfinished(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            guard let terminal = context.terminalID else { throw IdentityRefused.sessionOver }
            let token = try await identity.begin(
                terminal: terminal, language: context.language, service: Self.unfinished,
                requestID: context.requestID)
            var response = Response.redirect(to: "/identification")
            SessionCarrier.give(token, to: &response, context)
            return response
        }
    }
}
