import Base
import Catalogue
import Notices
public import Storage

/// The timer of a result that ends: its person is reminded some days before, once, as the service says (`remind`).
///
/// Who has got the next one meanwhile, or whose result has ended, is left alone.
public struct ResultReminderJob: JobHandler {
    static let kindName = "result.reminder"

    public let kind = ResultReminderJob.kindName
    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// Sets the timer of a paper that has just been made, where its service reminds.
    static func enqueue(
        _ number: CaseNumber, _ item: ServiceItem, until end: CalendarDate?, _ parts: CaseParts,
        in db: any SQLConnection
    ) throws(SQLError) {
        guard let days = item.result.remindDaysBefore, let end else { return }
        let text = "\(number) \(end.daysSince1970)"
        try JobStore.enqueue(
            NewJob(
                kind: kindName, key: text, payload: Array(text.utf8),
                runAt: ReminderTime.moment(days, before: end, hour: parts.figures.reminderHour)),
            in: db)
    }

    public func run(_ job: Job) async throws {
        let words = String(decoding: job.payload, as: UTF8.self).split(separator: " ").map(String.init)
        guard words.count == 2, let number = CaseNumber(rawValue: words[0]), let end = Int(words[1]) else {
            throw JobHopeless(reason: "malformed")
        }
        let today = CalendarDate(inChinaAt: parts.world.now())
        try await parts.engine.write { [parts] db in
            guard today.daysSince1970 <= end,
                let file = try CaseStore.find(number, vault: parts.vault, in: db),
                file.state == .issued || file.state == .delivered,
                try !FollowPaper.standing(number, at: parts.world.now(), in: db).isRevoked,
                try !CaseStore.hasNewerResult(than: file, in: db)
            else { return }
            try parts.tell(.ending, of: file.heading, in: db)
        }
    }
}
