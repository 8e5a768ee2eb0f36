import Base
import Casework
import Hummingbird
import Staff
import Web

/// A step that another office has to decide.
extension WorkRoutes {
    @Sendable func refer(_ request: Request, _ context: EgretContext) async throws -> Response {
        let watches = try await present(context).presence.account.may(.returnWork)
        return try await act(request, context) { key, clerk, form in
            let office = try await office(form, of: clerk)
            guard let reason = form["referral-reason"].flatMap(ReferralReason.init) else {
                throw DeskRefused.noReferralReason
            }
            try await desk.refer(
                key, to: office, because: reason,
                note: form.paragraph("referral-note", max: DecisionForms.noteMax), by: clerk,
                asSupervisor: watches, requestID: context.requestID)
            return Self.list(ListAddress.named(in: form), after: WorkDone(.referred), at: key)
        }
    }

    /// The one that is named in a form among those to which a step of the clerk's queue may go.
    ///
    /// - Throws: ``DeskRefused/noOffice``, ``StepRefused/otherOffice``.
    func office(_ form: Form, of clerk: Clerk) async throws -> StepQueue {
        guard let word = form["office"], !word.isEmpty else { throw DeskRefused.noOffice }
        guard let office = try await clerks.offices(besides: clerk).first(where: { $0.rawValue == word })
        else { throw StepRefused.otherOffice }
        return office
    }
}
