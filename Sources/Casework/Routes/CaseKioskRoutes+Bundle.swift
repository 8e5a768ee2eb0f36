import Base
import Catalogue
import HTTPTypes
import Hummingbird
import Identity
import Logging
import Representation
import Web

/// Everything an event in life asks of a person: what its services share is asked once, and each goes its own way.
extension CaseKioskRoutes {
    @Sendable func bundle(_ request: Request, _ context: EgretContext) async throws -> Response {
        let session = try await session(context)
        let progress = try await verbs.bundle(bundleID(context), of: session)
        var handOverKey: Token?
        // Her own answers are asked, changed and carried to her phone where she is there for herself.
        if !progress.isForChild {
            let form = try await verbs.owned.form(progress.file.number, of: session)
            if let question = form.next {
                return Response.redirect(to: "/cases/\(form.file.number)/questions/\(question.id)")
            }
            handOverKey = forms.handOverKey(form)
        }
        return BundlePage(progress: progress, place: .terminal, handOverKey: handOverKey, world: world)
            .html(frame, context).response(status: .ok)
    }

    @Sendable func bundleService(_ request: Request, _ context: EgretContext) async throws -> Response {
        let form = try await form(of: request, context)
        return try await idempotency(request, context, form) { _ in
            let session = try await session(context)
            let progress = try await verbs.bundle(bundleID(context), of: session)
            let step = try step(of: progress, context)
            guard step.isForChild, !progress.isForChild else {
                return Response.redirect(to: try await begin(step, of: progress, session, context.requestID))
            }
            guard case .button = step.door else { throw refusal(step) }
            let chosen = try await verbs.child(
                progress, of: session, anew: form[BundlePage.childField] == "anew",
                requestID: context.requestID)
            guard let chosen else { return Response.redirect(to: "/acting") }
            var response = Response.redirect(to: await place(after: chosen, context))
            SessionCarrier.give(chosen.token, to: &response, context)
            response.headers[.egretActingFor] = chosen.commitment.hex
            return response
        }
    }

    /// The service itself, where it can be gone on with for the child; the event's page otherwise: the visit is the child's now,
    /// whatever became of the service.
    private func place(after chosen: ChooseActing.Chosen, _ context: EgretContext) async -> String {
        do {
            let progress = try await verbs.bundle(bundleID(context), of: chosen.session)
            let step = try step(of: progress, context)
            guard case .button = step.door else { return CasePlace.terminal.path(progress.bundle.id) }
            return try await begin(step, of: progress, chosen.session, context.requestID)
        } catch {
            context.logger.warning("service of an event not opened", metadata: ["error": "\(error)"])
            return "/acting"
        }
    }

    private func begin(
        _ step: BundleProgress.Step, of progress: BundleProgress, _ session: IdentifiedSession,
        _ requestID: String
    ) async throws -> String {
        switch step.door {
        case .link(let number): CasePlace.terminal.path(number)
        case .button:
            try await open(step.item.id, for: session, within: progress.bundle.id, requestID)
        case nil: throw refusal(step)
        }
    }

    private func refusal(_ step: BundleProgress.Step) -> CaseRefused {
        if case .moreProof = step.bar { .moreProofNeeded } else { .notNow }
    }

    private func step(
        of progress: BundleProgress, _ context: EgretContext
    ) throws(CaseRefused) -> BundleProgress.Step {
        let wanted = "\(context.parameters.get("department") ?? "")/\(context.parameters.get("slug") ?? "")"
        guard let step = progress.steps.first(where: { $0.item.id.rawValue == wanted }) else {
            throw .unknownService
        }
        return step
    }

    private func bundleID(_ context: EgretContext) throws(CaseRefused) -> ServiceID {
        guard let id = ServiceID(rawValue: "\(LifeBundle.folder)/\(context.parameters.get("bundle") ?? "")")
        else {
            throw .unknownService
        }
        return id
    }
}
