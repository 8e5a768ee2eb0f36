public import Base
import Catalogue
public import Identity
import Storage
import Vault

/// Holds a slot for ten minutes while its person checks, or chooses the booking that is given back.
public struct HoldSlot: Sendable {
    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// What somebody asks for.
    public struct Wish: Sendable, Hashable {
        public let place: String
        public let day: CalendarDate
        /// Minutes after midnight in China.
        public let minute: Int

        public init(place: String, day: CalendarDate, minute: Int) {
            self.place = place
            self.day = day
            self.minute = minute
        }
    }

    /// - Throws: ``AppointmentRefused``; ``CaseRefused``.
    public func callAsFunction(
        _ wish: Wish, in number: CaseNumber, of session: IdentifiedSession
    ) async throws {
        let form = try await OwnedCase(parts).form(number, of: session)
        let now = parts.world.now()
        guard let plan = try booking(of: form, .book).plan,
            let slot = plan.slot(
                at: wish.place, on: wish.day, minute: wish.minute, asked: CalendarDate(inChinaAt: now),
                parts.workingDays)
        else { throw AppointmentRefused.notOffered }
        let held = Appointment(
            number: number, citizen: form.file.citizen, service: form.item.id, place: slot.place,
            startsAt: slot.startsAt, endsAt: slot.endsAt, state: .held, heldUntil: now + Appointment.holdLife,
            changedAt: now)
        let parts = parts
        try await parts.engine.patiently(parts.world) { db in
            try require(number, of: session, in: db)
            try AppointmentStore.hold(
                held, people: plan.people, isOnlyOneOfDay: plan.isOnePerDay, at: now, in: db)
            try CaseStore.advance(
                number, by: .answered, terminal: session.terminal, detail: "appointment", at: now,
                in: db)
        }
    }

    /// Chooses which of her bookings the person gives back; nothing is given back before she submits.
    ///
    /// - Throws: ``AppointmentRefused/nothingToCancel`` when it is none of hers; ``CaseRefused``.
    public func choose(
        _ booking: String, in number: CaseNumber, of session: IdentifiedSession
    ) async throws {
        let form = try await OwnedCase(parts).form(number, of: session)
        guard try self.booking(of: form, .cancel).open.contains(where: { $0.number.rawValue == booking })
        else { throw AppointmentRefused.nothingToCancel }
        let now = parts.world.now()
        let parts = parts
        try await parts.engine.write { db in
            let current = try require(number, of: session, in: db)
            var answers = current.answers
            answers[CaseBooking.answer] = booking
            let key = try parts.vault.subject(current.citizen, in: db)
            try CaseStore.advance(
                number, by: .answered, terminal: session.terminal, detail: "appointment", at: now,
                in: db)
            try CaseStore.keepAnswers(SealedCase.seal(answers, of: number, key: key), for: number, in: db)
        }
    }

    /// A slot is taken by who has answered everything else, so that nobody holds what she cannot have.
    private func booking(of form: CaseForm, _ act: CaseBooking.Act) throws -> CaseBooking {
        guard let booking = form.booking, booking.act == act, form.file.state == .open else {
            throw CaseRefused.notNow
        }
        guard form.unmet.isEmpty, booking.bar == nil else {
            throw CaseRefused.notEligible
        }
        guard form.file.record != nil else { throw CaseRefused.recordMissing }
        guard form.next == nil else { throw CaseRefused.incomplete }
        return booking
    }

    @discardableResult
    private func require(
        _ number: CaseNumber, of session: IdentifiedSession, in db: any SQLConnection
    ) throws -> CaseFile {
        guard let current = try CaseStore.find(number, vault: parts.vault, in: db) else {
            throw CaseRefused.unknownCase
        }
        try CaseActor.require(current, of: session, parts, in: db)
        try current.requireServed(at: session, in: db)
        return current
    }
}
