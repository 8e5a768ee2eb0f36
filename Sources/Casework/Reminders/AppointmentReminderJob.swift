import Base
import Catalogue
import Notices
public import Storage

/// The timer of the day before an appointment: its person is reminded of it, once.
///
/// What was cancelled, kept or moved meanwhile is not reminded of, and neither is what is late: on the day itself the
/// word would be wrong.
public struct AppointmentReminderJob: JobHandler {
    static let kindName = "appointment.reminder"

    public let kind = AppointmentReminderJob.kindName
    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// Sets the timer of what has just been booked; who books after that hour has no need of it.
    static func enqueue(
        _ appointment: Appointment, _ parts: CaseParts, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) {
        let due = ReminderTime.moment(1, before: appointment.day, hour: parts.figures.reminderHour)
        guard due > now else { return }
        let text = "\(appointment.number) \(appointment.startsAt.milliseconds)"
        try JobStore.enqueue(
            NewJob(kind: kindName, key: text, payload: Array(text.utf8), runAt: due), in: db)
    }

    public func run(_ job: Job) async throws {
        let words = String(decoding: job.payload, as: UTF8.self).split(separator: " ").map(String.init)
        guard words.count == 2, let number = CaseNumber(rawValue: words[0]), let start = Int64(words[1])
        else {
            throw JobHopeless(reason: "malformed")
        }
        let now = parts.world.now()
        try await parts.engine.write { [parts] db in
            guard let appointment = try AppointmentStore.find(number, in: db), appointment.state == .booked,
                appointment.startsAt.milliseconds == start,
                CalendarDate(inChinaAt: now).daysSince1970 == appointment.day.daysSince1970 - 1,
                Daytime.contains(now), let file = try CaseStore.find(number, vault: parts.vault, in: db)
            else { return }
            try parts.tell(.appointmentTomorrow, of: file.heading, in: db)
        }
    }
}
