import Base
import Catalogue
import HTTPTypes
import Hummingbird
import Identity
import Web

/// Everything an event in life asks of a person: what its services share is asked once, and each goes its own way.
extension CaseKioskRoutes {
    @Sendable func bundle(_ request: Request, _ context: EgretContext) async throws -> Response {
        let progress = try await verbs.bundle(bundleID(context), of: session(context))
        let form = try await verbs.owned.form(progress.file.number, of: session(context))
        if let question = form.next {
            return Response.redirect(to: "/cases/\(form.file.number)/questions/\(question.id)")
        }
        return BundlePage(
            progress: progress, place: .terminal, handOverKey: forms.handOverKey(form),
            keys: progress.steps.map { _ in Token(world) }
        ).html(frame, context).response(status: .ok)
    }

    @Sendable func bundleService(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let session = try await session(context)
            let progress = try await verbs.bundle(bundleID(context), of: session)
            let wanted =
                "\(context.parameters.get("department") ?? "")/\(context.parameters.get("slug") ?? "")"
            guard let step = progress.steps.first(where: { $0.item.id.rawValue == wanted }) else {
                throw CaseRefused.unknownService
            }
            switch step.bar {
            case nil: break
            case .moreProof: throw CaseRefused.moreProofNeeded
            case .after, .terminal, .notForHer: throw CaseRefused.notNow
            }
            return Response.redirect(
                to: try await open(
                    step.item.id, for: session, within: progress.bundle.id, context.requestID))
        }
    }

    private func bundleID(_ context: EgretContext) throws(CaseRefused) -> ServiceID {
        guard let id = ServiceID(rawValue: "\(LifeBundle.folder)/\(context.parameters.get("bundle") ?? "")")
        else {
            throw .unknownService
        }
        return id
    }
}
