import Base
import Catalogue
import Notices
public import Storage

/// The timer of a correction that nobody has answered: its person is reminded some working days before it lapses, once.
///
/// What several steps ask for is answered together and lapses with the first of them, so that there is one reminder of all of it.
public struct CorrectionReminderJob: JobHandler {
    static let kindName = "correction.reminder"

    public let kind = CorrectionReminderJob.kindName
    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// Sets the timer of what has just been asked for; who has no more days than that has no need of it.
    static func enqueue(
        _ correction: CaseCorrection, _ parts: CaseParts, in db: any SQLConnection
    ) throws(SQLError) {
        let day = parts.catalogue.calendar.workingDay(
            parts.figures.correctionReminderDays, before: CalendarDate(inChinaAt: correction.answerBy))
        let due = ReminderTime.moment(0, before: day, hour: parts.figures.reminderHour)
        guard due > correction.askedAt else { return }
        let text = "\(correction.key.number) \(correction.answerBy.milliseconds)"
        try JobStore.enqueue(
            NewJob(kind: kindName, key: text, payload: Array(text.utf8), runAt: due), in: db)
    }

    public func run(_ job: Job) async throws {
        let words = String(decoding: job.payload, as: UTF8.self).split(separator: " ").map(String.init)
        guard words.count == 2, let number = CaseNumber(rawValue: words[0]), let last = Int64(words[1])
        else {
            throw JobHopeless(reason: "malformed")
        }
        let now = parts.world.now()
        try await parts.engine.write { [parts] db in
            guard now.milliseconds <= last,
                try CorrectionStore.answerBy(of: number, in: db).values.contains(where: {
                    $0.milliseconds == last
                }),
                let heading = try CaseStore.heading(number, in: db)
            else { return }
            try parts.tell(
                .correctionDue, of: heading, onceSince: CorrectionStore.openSince(number, in: db), in: db)
        }
    }
}
