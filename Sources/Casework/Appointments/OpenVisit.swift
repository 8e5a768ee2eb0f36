public import Base
public import Catalogue
import Identity
public import Storage
public import Uploads
import Vault

/// What a booking says, for the office at whose place the visit is, on the days around it.
public struct OpenVisit: Sendable {
    /// What the office needs to receive somebody, and nothing else of her.
    public struct View: Sendable {
        public let appointment: Appointment
        /// What she answered.
        public let form: CaseForm
        public let files: [Upload]
        public let name: String
        /// What she answered when she was asked for one, else what she left with the house.
        public let phone: Phone?
    }

    /// From so many days before the visit on: time to call her and to prepare.
    public static let daysBefore = 3
    /// Until so many days after it, when the office says whether she came.
    public static let daysAfter = 1

    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// Whoever shows the view notes the look first, so that its person sees it.
    ///
    /// - Throws: ``AppointmentRefused/unknown``, also where it is another office's or was given back;
    ///   ``AppointmentRefused/otherDay``; ``StepRefused/ownCase`` and ``StepRefused/unknownSelf`` as at the steps of a case.
    public func callAsFunction(_ number: CaseNumber, for clerk: Clerk) async throws -> View {
        let today = CalendarDate(inChinaAt: parts.world.now())
        return try await parts.engine.read { [parts] db in
            guard let appointment = try AppointmentStore.find(number, in: db), appointment.isForOffice,
                let version = try CaseStore.heading(number, in: db)?.serviceVersion,
                // Whose it is to open its own version says: another may name no such place.
                let item = try parts.catalogue.item(appointment.service, version: version),
                Self.office(of: appointment, item) == clerk.queue,
                let file = try CaseStore.find(number, vault: parts.vault, in: db)
            else { throw AppointmentRefused.unknown }
            guard appointment.isOpened(on: today) else { throw AppointmentRefused.otherDay }
            try StepDesk(parts: parts).requireStranger(
                clerk, to: parts.vault.subject(file.citizen, in: db), actor: file.actor, in: db)
            guard let person = try CitizenStore.find(file.citizen, vault: parts.vault, in: db) else {
                throw AppointmentRefused.unknown
            }
            return View(
                appointment: appointment, form: try parts.form(of: file, in: db),
                files: try UploadStore.all(of: number.rawValue, in: db), name: person.name,
                phone: try parts.item(of: file).phones(in: file, of: person).first)
        }
    }

    /// The first day whose visits are still opened.
    static func firstDay(at now: Instant) -> CalendarDate {
        CalendarDate(daysSince1970: CalendarDate(inChinaAt: now).daysSince1970 - daysAfter)
    }

    /// The office that receives where a visit is booked; the whole city's where the version that named the place is lost.
    ///
    /// `item` is the service as it was when the visit was booked.
    public static func office(of appointment: Appointment, _ item: ServiceItem) -> StepQueue {
        StepQueue(item.department, of: item.slots?.place(appointment.place)?.region)
    }

    /// Whether a case has booked a visit that somebody expects, or expected.
    public static func isBooked(_ number: CaseNumber, in db: any SQLConnection) throws -> Bool {
        try AppointmentStore.find(number, in: db)?.isForOffice ?? false
    }
}

extension Appointment {
    /// Whether its office has anything to do with it: what is only held may never be booked, what was given back is nobody's.
    var isForOffice: Bool { [.booked, .kept, .missed].contains(state) }

    /// Whether its office may read what it says on a day.
    public func isOpened(on today: CalendarDate) -> Bool {
        (-OpenVisit.daysBefore...OpenVisit.daysAfter).contains(today.daysSince1970 - day.daysSince1970)
    }
}
