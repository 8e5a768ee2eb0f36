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
    /// By what is booked; nil where nothing is any more.
    public let plan: SlotPlan?
    /// What is held, booked or chosen to be given back; nil as long as nothing is.
    public let appointment: Appointment?
    public let bar: Bar?
    /// What can be given back.
    public let open: [Appointment]
    /// The places of what was booked, by case: one that is offered no more is still where its person is expected.
    let places: [CaseNumber: LocalText]

    /// Nil where the version that named the place is lost.
    public func place(_ appointment: Appointment) -> LocalText? {
        places[appointment.number] ?? plan?.place(appointment.place)?.name
    }
}

extension CaseForm {
    /// Whether it is the appointment that is missing, and no answer.
    public var lacksAppointment: Bool { isReadyToBook && booking?.appointment == nil }

    /// Whether there is nothing left but to choose place and time, or what is given back.
    var isReadyToBook: Bool {
        guard let booking, booking.bar == nil, file.record != nil else { return false }
        return unmet.isEmpty && next == nil
    }

    /// - Throws: ``AppointmentRefused/holdOver`` when the slot is held no more; `AnswerRefused.rule` when an answer that was
    ///   taken goes no more with another or with what the registers say by now; ``CaseRefused`` besides.
    func requireSubmittable() throws {
        if change != nil { throw CaseRefused.notNow }
        if lacksAppointment { throw AppointmentRefused.holdOver }
        // Its sentence says more than that something is missing.
        if let refusal = (next?.id).flatMap(refusal) { throw refusal }
        try requireComplete()
    }
}

extension CaseParts {
    /// What a case has to do with appointments now; nil when its service neither books nor gives back.
    func booking(_ file: CaseFile, _ item: ServiceItem, in db: any SQLConnection) throws -> CaseBooking? {
        guard item.slots == nil, item.act == .cancel else { return try booked(file, item, in: db) }
        return try givingBack(file, item, in: db)
    }

    /// Whether ``booking(_:_:in:)`` may have something to say.
    func mayBook(_ file: CaseFile, _ item: ServiceItem) -> Bool {
        item.slots != nil || item.act == .book || item.act == .cancel || item.version != file.serviceVersion
    }

    private func givingBack(
        _ file: CaseFile, _ item: ServiceItem, in db: any SQLConnection
    ) throws -> CaseBooking? {
        let chosen = file.answers[CaseBooking.answer].flatMap(CaseNumber.init)
        func booked(_ service: ServiceItem) throws(SQLError) -> [Appointment] {
            guard file.state == .open else { return [] }
            return try AppointmentStore.booked(
                of: file.citizen, service: service.id, from: CalendarDate.tomorrow(at: world.now()), in: db)
        }
        let service: ServiceItem
        if let known = catalogue.booking(cancelledBy: item) {
            service = known
        } else {
            // What was given back is booked no more; while the form is open, what is booked says which of them it is.
            let former = try chosen.flatMap { number in try AppointmentStore.find(number, in: db) }
            let silent = try catalogue.silentBookings(cancelledBy: item).first {
                try file.state == .open ? !booked($0).isEmpty : $0.id == former?.service
            }
            guard let silent else { return nil }
            service = silent
        }
        guard file.state == .open else {
            let former = try chosen.flatMap { number in try AppointmentStore.find(number, in: db) }
                .flatMap { $0.citizen == file.citizen ? $0 : nil }
            return CaseBooking(
                act: .cancel, service: service, plan: service.slots, appointment: former, bar: nil, open: [],
                places: try places(former.map { [$0] } ?? [], in: db))
        }
        let open = try booked(service)
        return CaseBooking(
            act: .cancel, service: service, plan: service.slots,
            appointment: open.first { $0.number == chosen },
            bar: open.isEmpty ? .nothingToCancel : nil, open: open, places: try places(open, in: db))
    }

    private func booked(
        _ file: CaseFile, _ item: ServiceItem, in db: any SQLConnection
    ) throws -> CaseBooking? {
        guard mayBook(file, item) else { return nil }
        let now = world.now()
        let own = try AppointmentStore.find(file.number, in: db)
        guard file.state == .open, let plan = item.slots else {
            // What is only held is booked by what still books.
            guard item.slots != nil || own.map({ $0.state != .held }) ?? false else { return nil }
            return CaseBooking(
                act: .book, service: item, plan: item.slots, appointment: own, bar: nil, open: [], places: [:]
            )
        }
        return CaseBooking(
            act: .book, service: item, plan: plan,
            appointment: own.flatMap { $0.stands(at: now) ? $0 : nil },
            bar: try suspension(of: file.citizen, item, plan, at: now, in: db).map { .suspended(until: $0) },
            open: [], places: [:])
    }

    private func places(
        _ appointments: [Appointment], in db: any SQLConnection
    ) throws(SQLError) -> [CaseNumber: LocalText] {
        var places: [CaseNumber: LocalText] = [:]
        for appointment in appointments {
            places[appointment.number] =
                try item(of: appointment, in: db)?.slots?.place(appointment.place)?.name
        }
        return places
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
