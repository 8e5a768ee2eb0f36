import Audit
public import Base
public import Staff
import Storage

/// Ends a volunteer's help for good, and whatever she helps with at this moment.
public struct RetireVolunteer: Sendable {
    let parts: AssistanceParts

    /// - Throws: ``AssistanceRefused/volunteerUnknown`` for nobody, and for one who has ended already.
    public func callAsFunction(_ id: Token, by presence: StaffPresence, requestID: String) async throws {
        guard presence.account.may(.keepVolunteers) else { throw StaffRefused.rightMissing }
        let now = parts.world.now()
        try await parts.engine.write { [parts] db in
            guard try VolunteerStore.retire(id, by: presence.account.id, at: now, in: db) else {
                throw AssistanceRefused.volunteerUnknown
            }
            try parts.audit.append(
                AuditAct(
                    "volunteer.retired", actor: .staff(presence.account.id), purpose: nil, caseNumber: nil,
                    subject: nil, decision: Volunteer.commitment(id, parts.vault).hex, requestID: requestID),
                in: db)
            let end = EndHelp(parts: parts)
            for help in try AssistanceStore.open(ofVolunteer: id, in: db) {
                try end.one(help, because: .revoked, at: now, requestID, in: db)
            }
        }
    }
}
