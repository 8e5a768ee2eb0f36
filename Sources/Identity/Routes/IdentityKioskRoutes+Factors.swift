import Base
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Web
import Wire

/// The second factors: a miss shows the same screen again, with what to do and the other way beside it.
extension IdentityKioskRoutes {
    /// The camera's page is reached by consent and card only, whatever was typed as an address.
    @Sendable func facePage(_ request: Request, _ context: EgretContext) async throws -> Response {
        let session = try await session(context)
        if let again = try await alreadyKnown(session, context) { return again }
        let standing = try await verbs.standing(of: session)
        guard standing.isFaceAgreed else { return Response.redirect(to: "/identification/consent") }
        guard standing.isCardRead else { return Response.redirect(to: "/identification/card") }
        return FacePage(problem: nil, mayTry: standing.faceTriesLeft > 0, key: Token(world))
            .html(frame, context).response(status: .ok)
    }

    @Sendable func face(_ request: Request, _ context: EgretContext) async throws -> Response {
        let bytes = try await body(of: request, context)
        return try await idempotency(request, context, body: bytes) { _ in
            let session = try await session(context)
            if let again = try await alreadyKnown(session, context) { return again }
            try requireFace(session)
            let capture = try JSONDecoder().decode(FaceCapture.self, from: Data(bytes))
            do {
                return try await goOn(
                    verbs.face(capture, in: session, requestID: context.requestID), context)
            } catch let refusal as IdentityRefused where refusal.keepsVisit {
                let left = try await verbs.standing(of: session).faceTriesLeft
                return FacePage(
                    problem: words(refusal, context), mayTry: left > 0, key: Token(world)
                ).html(frame, context).response(status: refusal.status)
            }
        }
    }

    @Sendable func codePage(_ request: Request, _ context: EgretContext) async throws -> Response {
        let session = try await session(context)
        if let again = try await alreadyKnown(session, context) { return again }
        guard try await verbs.standing(of: session).isCardRead else {
            return Response.redirect(to: "/identification/card")
        }
        return try await codePage(session, nil, context).response(status: .ok)
    }

    @Sendable func code(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let session = try await session(context)
            if let again = try await alreadyKnown(session, context) { return again }
            do {
                return try await goOn(
                    verbs.code(form["code"] ?? "", in: session, requestID: context.requestID), context)
            } catch let refusal as IdentityRefused where refusal.keepsVisit {
                return try await codePage(session, refusal, context).response(status: refusal.status)
            }
        }
    }

    @Sendable func sendCode(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let session = try await session(context)
            do {
                try await verbs.sendCode(in: session, requestID: context.requestID)
                return Response.redirect(to: "/identification/code")
            } catch let refusal as IdentityRefused where refusal.keepsVisit {
                return try await codePage(session, refusal, context).response(status: refusal.status)
            }
        }
    }

    /// A second press after success goes where the first went.
    func alreadyKnown(_ session: Session, _ context: EgretContext) async throws -> Response? {
        guard session.citizen != nil else { return nil }
        return Response.redirect(to: try await next(IdentifiedSession(session), context.requestID))
    }

    /// Hands the new token and the person's commitment to the agent, whatever comes next.
    func goOn(_ identified: Identified, _ context: EgretContext) async -> Response {
        var path = "/cases/opening"
        do {
            path = try await next(identified.session, context.requestID)
        } catch {
            context.logger.warning("case not opened", metadata: ["error": "\(error)"])
        }
        var response = Response.redirect(to: path)
        SessionCarrier.give(identified.token, to: &response, context)
        response.headers[.egretSubject] = identified.commitment.hex
        return response
    }

    private func codePage(
        _ session: Session, _ refusal: IdentityRefused?, _ context: EgretContext
    ) async throws -> HTML {
        CodePage(
            error: refusal.map { words($0, context) },
            mayTry: try await verbs.standing(of: session).codeTriesLeft > 0,
            offersFace: ways(session.service).contains(.face), key: Token(world), resendKey: Token(world)
        ).html(frame, context)
    }

    func words(_ refusal: IdentityRefused, _ context: EgretContext) -> String {
        frame.phrases(context).problem(inForm: refusal)
    }
}

extension IdentityRefused {
    /// Whether the person may go on in this visit, on the same screen.
    var keepsVisit: Bool {
        switch self {
        case .sessionOver, .notIdentified, .otherCard: false
        default: true
        }
    }
}
