import Audit
import Base
import Catalogue
import Documents
import Identity
import Notices
import Representation
import Storage
import Vault

/// What the submission of a case does to an appointment, in its transaction: books what is held, or gives it back.
struct SettleBooking {
    let parts: CaseParts

    init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// - Throws: ``AppointmentRefused/holdOver``, ``AppointmentRefused/nothingToCancel``: nothing is submitted then.
    func callAsFunction(
        _ form: CaseForm, by acting: Acting?, terminal: String?, requestID: String, at now: Instant,
        in db: any SQLConnection
    ) throws {
        guard let booking = form.booking else { return }
        switch booking.act {
        case .book:
            guard try AppointmentStore.confirm(form.file.number, at: now, in: db) else {
                throw AppointmentRefused.holdOver
            }
            try parts.tell(.appointment, of: form.file.heading, in: db)
            if let booked = try AppointmentStore.find(form.file.number, in: db) {
                try AppointmentReminderJob.enqueue(booked, parts, at: now, in: db)
            }
        case .cancel:
            guard let former = booking.appointment,
                try AppointmentStore.cancel(
                    former.number, of: form.file.citizen, from: CalendarDate.tomorrow(at: now), at: now,
                    in: db)
            else { throw AppointmentRefused.nothingToCancel }
            let actor = try parts.standing.auditActor(acting, in: db)
            try endPaper(of: former.number, by: actor, requestID: requestID, at: now, in: db)
            try note(
                former, by: actor, purpose: form.item.basicCode, because: form.file.number.rawValue,
                terminal: terminal, requestID: requestID, at: now, in: db)
        }
    }

    /// As the slip of a visit to come is revoked: nobody is expected by what no paper says any more.
    ///
    /// Its person is told of the slip alone.
    func cancelRevoked(
        _ file: CaseFile, by account: String, because reason: RevokeDocument.Reason, at now: Instant,
        in db: any SQLConnection
    ) throws {
        guard let booked = try AppointmentStore.find(file.number, in: db), booked.state == .booked,
            booked.startsAt > now
        else { return }
        try AppointmentStore.release(file.number, at: now, in: db)
        try note(
            booked, by: .staff(account), purpose: parts.item(of: file).basicCode, because: reason.rawValue,
            EventTrace(account: account), tells: false, at: now, in: db)
    }

    /// That a visit is cancelled, and by whom: in its case's history, in the log, and to its person, whoever did it for her.
    private func note(
        _ former: Appointment, by actor: AuditActor, purpose: String, because detail: String,
        _ trace: EventTrace? = nil, terminal: String? = nil, requestID: String? = nil, tells: Bool = true,
        at now: Instant, in db: any SQLConnection
    ) throws {
        try CaseNotice.withdraw(.appointmentTomorrow, of: former.number.rawValue, in: db)
        try CaseStore.advance(
            former.number, by: .visitCancelled, terminal: terminal, detail: detail, trace, at: now, in: db)
        try parts.audit.append(
            AuditAct(
                "appointment.cancelled", actor: actor, purpose: purpose,
                caseNumber: former.number.rawValue,
                subject: try parts.vault.subject(former.citizen, in: db).commitment(), terminal: terminal,
                requestID: requestID),
            in: db)
        if tells, let heading = try CaseStore.heading(former.number, in: db) {
            try parts.tell(.appointmentCancelled, of: heading, in: db)
        }
    }

    /// The slip of what was given back says what is no longer so: whoever checks it is told, and it is printed no more.
    private func endPaper(
        of number: CaseNumber, by actor: AuditActor, requestID: String?, at now: Instant,
        in db: any SQLConnection
    ) throws {
        let reason = RevokeDocument.Reason.holderAsked
        guard let record = try DocumentStore.find(caseNumber: number.rawValue, in: db),
            record.state != .revoked
        else { return }
        try RevokeDocument(vault: parts.vault, audit: parts.audit, world: parts.world)(
            record.id, reason: reason, actor: actor, requestID: requestID, in: db)
        try CaseNotice.withdraw(.ending, of: number.rawValue, in: db)
        try CaseStore.advance(
            number, by: .paperRevoked, terminal: nil, detail: reason.rawValue, at: now, in: db)
    }

    /// As the paper of a case is made: what it is about may have been given back meanwhile.
    func endPaperOfCancelled(
        _ file: CaseFile, by actor: AuditActor, at now: Instant, in db: any SQLConnection
    ) throws {
        guard try AppointmentStore.find(file.number, in: db)?.state == .cancelled else { return }
        try endPaper(of: file.number, by: actor, requestID: nil, at: now, in: db)
    }
}
