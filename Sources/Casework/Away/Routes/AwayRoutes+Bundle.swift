import Base
import Catalogue
import HTTPTypes
import Hummingbird
import Identity
import Web

/// Everything an event in life asks of a person, on her own phone.
extension AwayRoutes {
    @Sendable func bundle(_ request: Request, _ context: EgretContext) async throws -> Response {
        let session = try await account(context)
        let progress = try await progress(context, of: session)
        let form = try await verbs.owned.form(
            progress.file.number, of: verbs.own.session(progress.file.number, of: session))
        if let question = form.next {
            return Response.redirect(
                to: "\(CasePlace.phone.path(progress.file.number))/questions/\(question.id)")
        }
        return BundlePage(progress: progress, place: .phone, handOverKey: nil, world: world)
            .html(frame, context).response(status: .ok)
    }

    /// Begins one of its services, or goes on with it.
    @Sendable func bundleService(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let session = try await account(context)
            let progress = try await progress(context, of: session)
            let wanted =
                "\(context.parameters.get("department") ?? "")/\(context.parameters.get("slug") ?? "")"
            guard let step = progress.steps.first(where: { $0.item.id.rawValue == wanted }) else {
                throw CaseRefused.unknownService
            }
            guard !step.isForChild else { throw CaseRefused.notNow }
            if let number = step.number { return Response.redirect(to: CasePlace.phone.path(number)) }
            guard step.bar == nil else { throw CaseRefused.notNow }
            return Response.redirect(
                to: try await begin(
                    step.item.id, session, within: progress.bundle.id, context.requestID))
        }
    }

    private func progress(
        _ context: EgretContext, of session: AccountSession
    ) async throws -> BundleProgress {
        let text = "\(LifeBundle.folder)/\(context.parameters.get("bundle") ?? "")"
        guard let id = ServiceID(rawValue: text) else { throw CaseRefused.unknownService }
        return try await verbs.bundle(id, of: verbs.own.session(beginning: id, of: session))
    }
}
