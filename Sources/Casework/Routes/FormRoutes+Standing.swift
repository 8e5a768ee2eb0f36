import Base
import Catalogue
import HTTPTypes
import Hummingbird
import Identity
import Web

/// What a person sees of a case that departments decide, and what she is asked to do for it.
extension FormRoutes {
    /// Where the pages of a case lie once it is handed in.
    func standingPath(_ file: CaseFile) -> String {
        switch file.state {
        case .deciding, .correcting, .refused, .withdrawn: path(file) + "/standing"
        // Paper comes out of terminals.
        default: path(file) + (place == .terminal ? "/paper" : "/standing")
        }
    }

    @Sendable func standing(_ request: Request, _ context: EgretContext) async throws -> Response {
        let session = try await session(context)
        let view = try await verbs.standing(number(context), of: session)
        guard view.file.state != .withdrawn || view.withdrawal != nil else { throw CaseRefused.withdrawn }
        guard view.file.state != .open, standingPath(view.file).hasSuffix("/standing") else {
            return Response.redirect(to: path(view.file))
        }
        return StandingPage(
            view: view, catalogue: catalogue, now: world.now(), place: place, site: site,
            handOverKey: handOverKey(view.form),
            bundle: try await verbs.bundle.holding(view.file, for: session), key: Token(world)
        ).html(frame, context).response(status: .ok)
    }

    @Sendable func correct(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let number = try number(context)
            try await verbs.correct(number, of: session(context), requestID: context.requestID)
            return Response.redirect(to: place.path(number) + "/standing")
        }
    }

    @Sendable func readRefusal(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let number = try number(context)
            try await verbs.standing.read(number, of: session(context))
            return Response.redirect(
                to: place == .terminal ? place.path(number) + "/rating" : place.home)
        }
    }

    @Sendable func withdrawal(_ request: Request, _ context: EgretContext) async throws -> Response {
        let session = try await session(context)
        let form = try await verbs.owned.form(number(context), of: session)
        guard form.file.state.isWithdrawable, form.file.mayGoToOffice(at: session) else {
            return Response.redirect(to: path(form.file))
        }
        return GivingUpPage(.withdrawal, of: form, place: place, key: Token(world)).html(frame, context)
            .response(status: .ok)
    }

    @Sendable func withdraw(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let number = try number(context)
            do {
                try await verbs.withdraw(number, of: session(context), requestID: context.requestID)
            } catch CaseRefused.withdrawn {
                // Its page says since when.
            }
            return Response.redirect(to: place.path(number) + "/standing")
        }
    }
}
