import Audit
public import Base
public import Catalogue
import Documents
import Storage
import Vault
import Wire

/// A person's own appointments away from the terminal: by number and the paper's code, or in her account.
public struct OwnAppointments: Sendable {
    /// What is shown of one, with no name and no number of anybody.
    public struct View: Sendable {
        public let appointment: Appointment
        public let item: ServiceItem
        public let place: LocalText
        /// Whether the service still books such visits; what was booked before stands all the same.
        public let isOffered: Bool
        /// The service that gives it back; nil where none does.
        public let cancelledBy: ServiceID?
        /// A name of the appointment for calendars of others, which gives the number away to nobody.
        public let name: String
    }

    private static let name = BlindIndex("appointments.calendar", bits: 128)

    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// The appointment of a case, for who knows its number and the code on its paper.
    ///
    /// A malformed question and an unknown one take the same way; only what is there takes the writers' time.
    ///
    /// - Throws: ``AppointmentRefused/unknown``.
    public func callAsFunction(
        number: String, code: String, requestID: String
    ) async throws -> View {
        let code = VerificationCode(code) ?? VerificationCode(parts.world)
        let spoken = number.withNarrowSigns.filter { !" -".contains($0) }
        let parts = parts
        let view = try await parts.engine.read { db -> View? in
            guard
                let known = try DocumentStore.caseNumber(of: code, on: [.result], in: db).flatMap(
                    CaseNumber.init),
                known.rawValue == spoken || known.spoken == spoken
            else { return nil }
            return try AppointmentStore.find(known, in: db).flatMap { try self.view($0, in: db) }
        }
        guard let view else { throw AppointmentRefused.unknown }
        _ = try await parts.engine.write { db in
            try parts.audit.append(
                AuditAct(
                    "appointment.shown", actor: .system("public-appointments"),
                    purpose: view.item.basicCode, caseNumber: view.appointment.number.rawValue,
                    subject: try parts.vault.subject(view.appointment.citizen, in: db).commitment(),
                    requestID: requestID),
                in: db)
        }
        return view
    }

    /// What lies ahead of a person, the next first.
    public func all(of citizen: Token) async throws -> [View] {
        let now = parts.world.now()
        return try await parts.engine.read { db in
            try AppointmentStore.booked(of: citizen, from: now, in: db).compactMap {
                try view($0, in: db)
            }
        }
    }

    /// One of her own.
    ///
    /// - Throws: ``AppointmentRefused/unknown``, also where it is another's.
    public func one(_ number: CaseNumber, of citizen: Token) async throws -> View {
        let view = try await parts.engine.read { db -> View? in
            guard let found = try AppointmentStore.find(number, in: db), found.citizen == citizen else {
                return nil
            }
            return try self.view(found, in: db)
        }
        guard let view else { throw AppointmentRefused.unknown }
        return view
    }

    private func view(_ appointment: Appointment, in db: any SQLConnection) throws -> View? {
        guard appointment.state != .held, let item = try parts.item(of: appointment, in: db) else {
            return nil
        }
        let id = appointment.place
        return View(
            appointment: appointment, item: item,
            place: item.slots?.place(id)?.name ?? LocalText(mandarin: id, english: id, minnan: id),
            isOffered: parts.catalogue[appointment.service]?.slots != nil,
            cancelledBy: parts.catalogue.cancelling(item)?.id,
            name: parts.vault.term(Self.name, appointment.number.rawValue).hex)
    }
}
