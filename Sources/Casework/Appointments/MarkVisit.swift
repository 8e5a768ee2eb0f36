import Audit
public import Base
public import Catalogue
import Storage
import Vault

/// The office's word on who came, and the list it is said from: numbers of cases, nothing of any person.
public struct MarkVisit: Sendable {
    /// What one service expects on a day.
    public struct Expected: Sendable {
        public let item: ServiceItem
        public let plan: SlotPlan
        public let appointments: [Appointment]
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
        for item in parts.catalogue.items where serves(item.department) {
            guard let plan = item.slots else { continue }
            let appointments = try await parts.engine.read { db in
                try AppointmentStore.expected(
                    for: item.id, from: day.start, before: day.start + .seconds(86_400), in: db)
            }
            found.append(Expected(item: item, plan: plan, appointments: appointments))
        }
        return found
    }

    /// Says that the person came, or did not; it can be said again until the record is forgotten.
    ///
    /// - Throws: ``AppointmentRefused/unknown``, also where it is another department's; ``AppointmentRefused/notYet``.
    public func callAsFunction(
        _ number: CaseNumber, came: Bool, by account: String, serving serves: @escaping Serves,
        requestID: String
    ) async throws {
        let now = parts.world.now()
        let parts = parts
        try await parts.engine.write { db in
            guard let appointment = try AppointmentStore.find(number, in: db),
                let item = parts.catalogue[appointment.service], serves(item.department)
            else { throw AppointmentRefused.unknown }
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
                    subject: try parts.vault.subject(appointment.citizen, in: db).commitment(),
                    requestID: requestID),
                in: db)
        }
    }
}
