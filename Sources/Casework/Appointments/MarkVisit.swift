import Audit
public import Base
public import Catalogue
import Notices
import Storage
import Vault

/// The office's word on who came, and the list it is said from: numbers of cases, nothing of any person.
public struct MarkVisit: Sendable {
    /// What one service expects on a day.
    public struct Expected: Sendable {
        public let item: ServiceItem
        /// Nil where it books nothing any more: what was booked before is expected all the same.
        public let plan: SlotPlan?
        public let visits: [Visit]
    }

    /// One of them, with its service as it was when it was booked.
    public struct Visit: Sendable {
        public let appointment: Appointment
        public let item: ServiceItem
    }

    /// Whether who asks may work for a department.
    public typealias Serves = @Sendable (DepartmentID) -> Bool

    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// Everything that is expected on a day for departments that somebody serves.
    public func expected(on day: CalendarDate, for serves: Serves) async throws -> [Expected] {
        var found: [Expected] = []
        for item in parts.catalogue.everBooked where serves(item.department) {
            let visits = try await parts.engine.read { db in
                try AppointmentStore.expected(
                    for: item.id, from: day.start, before: day.start + .seconds(86_400), in: db)
            }.map { appointment, version in
                Visit(appointment: appointment, item: parts.item(of: appointment, version: version) ?? item)
            }
            // A version that is offered no more books nothing.
            let plan = parts.catalogue[item.id]?.slots
            guard plan != nil || !visits.isEmpty else { continue }
            found.append(Expected(item: item, plan: plan, visits: visits))
        }
        return found
    }

    /// Says that the person came, or did not; it can be said again until the record is forgotten.
    ///
    /// Nobody says it of herself or of her own people: who has missed too many visits books none for months. So its person
    /// is told at once that she is said not to have come, while she can still say that she did.
    ///
    /// - Returns: The day of the visit.
    /// - Throws: ``AppointmentRefused/unknown``, also where it is another department's; ``AppointmentRefused/notYet``;
    ///   ``StepRefused/ownCase`` and ``StepRefused/unknownSelf`` as at the steps of a case.
    @discardableResult
    public func callAsFunction(
        _ number: CaseNumber, came: Bool, by account: String, isHer: Clerk.IsHer?,
        serving serves: @escaping Serves, requestID: String
    ) async throws -> CalendarDate {
        let now = parts.world.now()
        let parts = parts
        return try await parts.engine.write { db in
            guard let appointment = try AppointmentStore.find(number, in: db),
                let item = try parts.item(of: appointment, in: db), serves(item.department)
            else { throw AppointmentRefused.unknown }
            let subject = try parts.vault.subject(appointment.citizen, in: db)
            try StepDesk(parts: parts).requireStranger(
                isHer, to: subject, actor: try CaseStore.heading(number, in: db)?.actor, in: db)
            guard try AppointmentStore.mark(number, came ? .kept : .missed, at: now, in: db) else {
                throw AppointmentRefused.notYet
            }
            try CaseStore.advance(
                number, by: came ? .visitKept : .visitMissed, terminal: nil, EventTrace(account: account),
                at: now, in: db)
            try parts.audit.append(
                AuditAct(
                    came ? "appointment.kept" : "appointment.missed", actor: .staff(account),
                    purpose: item.basicCode, caseNumber: number.rawValue,
                    subject: subject.commitment(), requestID: requestID),
                in: db)
            // What she has not been told yet is no longer so.
            if came { try CaseNotice.withdraw(.appointmentMissed, of: number.rawValue, in: db) }
            if !came, appointment.state != .missed,
                let heading = try CaseStore.heading(number, in: db)
            {
                try parts.tell(.appointmentMissed, of: heading, in: db)
            }
            return appointment.day
        }
    }
}
