public import Base
public import Catalogue
import Storage

/// What a case has to do with appointments: it books one, or gives one back.
public struct CaseBooking: Sendable {
    public enum Act: Sendable {
        case book
        case cancel
    }

    /// Why its person cannot have it now, told before anything is asked.
    public enum Bar: Sendable, Hashable {
        /// Too many visits were missed; this is the first day on which booking is open again.
        case suspended(until: CalendarDate)
        case nothingToCancel
    }

    /// Where the number of the booking that shall be given back stands among the answers; no question can be called so.
    static let answer = "appointment.case"

    public let act: Act
    /// The service that books.
    public let service: ServiceItem
    public let plan: SlotPlan
    /// What is held, booked or chosen to be given back; nil as long as nothing is.
    public let appointment: Appointment?
    public let bar: Bar?
    /// What can be given back.
    public let open: [Appointment]

    public func place(_ appointment: Appointment) -> LocalText? { plan.place(appointment.place)?.name }
}

extension CaseForm {
    /// Whether it is the appointment that is missing, and no answer.
    public var lacksAppointment: Bool { isReadyToBook && booking?.appointment == nil }

    /// Whether there is nothing left but to choose place and time, or what is given back.
    var isReadyToBook: Bool {
        guard let booking, booking.bar == nil, file.record != nil else { return false }
        return unmet.isEmpty && next == nil
    }

    /// - Throws: ``AppointmentRefused/holdOver`` when the slot is held no more; ``CaseRefused`` besides.
    func requireSubmittable() throws {
        if change != nil { throw CaseRefused.notNow }
        if lacksAppointment { throw AppointmentRefused.holdOver }
        try requireComplete()
    }
}

extension CaseParts {
    /// What a case has to do with appointments now; nil when its service neither books nor gives back.
    func booking(_ file: CaseFile, _ item: ServiceItem, in db: any SQLConnection) throws -> CaseBooking? {
        if let plan = item.slots { return try booking(file, item, plan, in: db) }
        guard let service = catalogue.booking(cancelledBy: item), let plan = service.slots else { return nil }
        let chosen = file.answers[CaseBooking.answer].flatMap(CaseNumber.init)
        guard file.state == .open else {
            let former = try chosen.flatMap { number in try AppointmentStore.find(number, in: db) }
            return CaseBooking(
                act: .cancel, service: service, plan: plan,
                appointment: former?.citizen == file.citizen ? former : nil, bar: nil, open: [])
        }
        let open = try AppointmentStore.booked(
            of: file.citizen, service: service.id, from: CalendarDate.tomorrow(at: world.now()), in: db)
        return CaseBooking(
            act: .cancel, service: service, plan: plan, appointment: open.first { $0.number == chosen },
            bar: open.isEmpty ? .nothingToCancel : nil, open: open)
    }

    private func booking(
        _ file: CaseFile, _ item: ServiceItem, _ plan: SlotPlan, in db: any SQLConnection
    ) throws -> CaseBooking {
        let now = world.now()
        let own = try AppointmentStore.find(file.number, in: db)
        guard file.state == .open else {
            return CaseBooking(
                act: .book, service: item, plan: plan, appointment: own, bar: nil, open: [])
        }
        return CaseBooking(
            act: .book, service: item, plan: plan,
            appointment: own.flatMap { $0.stands(at: now) ? $0 : nil },
            bar: try suspension(of: file.citizen, item, plan, at: now, in: db).map { .suspended(until: $0) },
            open: [])
    }

    /// Computed from the record each time, so that what a clerk mends is mended at once.
    private func suspension(
        of citizen: Token, _ item: ServiceItem, _ plan: SlotPlan, at now: Instant, in db: any SQLConnection
    ) throws -> CalendarDate? {
        guard let rule = plan.noShow else { return nil }
        let months = rule.withinMonths + rule.suspendedMonths
        let past = try AppointmentStore.past(
            of: citizen, service: item.id, from: now - .seconds(months * 31 * 86_400), to: now, in: db)
        return rule.suspension(
            after: past.filter { $0.isMissed(rule, at: now) }.map(\.day), on: CalendarDate(inChinaAt: now))
    }
}

extension CalendarDate {
    /// The moment at which the next day begins in China.
    static func tomorrow(at now: Instant) -> Instant {
        CalendarDate(inChinaAt: now).start + .seconds(86_400)
    }

    /// The moment at which the day begins in China.
    var start: Instant {
        Instant(milliseconds: Int64(daysSince1970) * 86_400_000 - 8 * 3_600_000)
    }
}
