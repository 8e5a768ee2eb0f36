import Audit
import Base
import Catalogue
import Notices
public import Storage
import Vault

/// The timer of a correction: a case whose person has not answered by then counts as given up.
public struct CorrectionLapseJob: JobHandler {
    static let kindName = "case.correction-lapse"
    /// A timer that runs later than this ran for nobody before: the house was down when her days ended.
    private static let lateMax = Duration.seconds(3_600)

    public let kind = CorrectionLapseJob.kindName
    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    static func enqueue(_ correction: CaseCorrection, in db: any SQLConnection) throws(SQLError) {
        let text = "\(correction.key.number) \(correction.key.step)"
        let key = correction.round == 1 ? text : "\(text) \(correction.round)"
        try enqueue(correction, key: key, in: db)
    }

    private static func enqueue(
        _ correction: CaseCorrection, key: String, in db: any SQLConnection
    ) throws(SQLError) {
        let text = "\(correction.key.number) \(correction.key.step)"
        try JobStore.enqueue(
            NewJob(kind: kindName, key: key, payload: Array(text.utf8), runAt: correction.answerBy), in: db)
    }

    public func run(_ job: Job) async throws {
        let words = String(decoding: job.payload, as: UTF8.self).split(separator: " ").map(String.init)
        guard words.count == 2, let number = CaseNumber(rawValue: words[0]) else {
            throw JobHopeless(reason: "malformed")
        }
        let now = parts.world.now()
        try await parts.engine.write { [parts] db in
            guard let file = try CaseStore.find(number, vault: parts.vault, in: db),
                file.state == .correcting,
                let correction = try CorrectCase.open(file, parts, in: db).first(where: {
                    $0.key.step == words[1] && $0.answerBy <= now
                })
            else { return }
            guard now.since(correction.answerBy) <= Self.lateMax else {
                return try postpone(correction, of: file.heading, at: now, in: db)
            }
            try CaseStore.advance(
                number, from: file.state, by: .withdrawn, terminal: nil, detail: CaseMoment.lapsed, at: now,
                in: db)
            try parts.endSteps(of: number, at: now, in: db)
            try parts.tell(.lapsed, of: file.heading, in: db)
            try parts.audit.append(
                AuditAct(
                    "case.lapsed", actor: .system("deadlines"),
                    purpose: try parts.item(of: file).basicCode,
                    caseNumber: number.rawValue,
                    subject: try parts.vault.subject(file.citizen, in: db).commitment()),
                in: db)
        }
    }

    /// Who could not answer on the last of her days has another one, on which offices work, and is told.
    private func postpone(
        _ correction: CaseCorrection, of heading: CaseHeading, at now: Instant, in db: any SQLConnection
    ) throws {
        let former = correction.answerBy
        var correction = correction
        let last = parts.catalogue.calendar.dueDay(1, after: CalendarDate(inChinaAt: now))
        correction.answerBy = last.day.endInChina
        try CorrectionStore.postpone(correction.key, until: correction.answerBy, in: db)
        let key = "\(correction.key.number) \(correction.key.step) \(correction.answerBy.milliseconds)"
        try Self.enqueue(correction, key: key, in: db)
        // Once, where several steps wait for her.
        try parts.tell(.correctionDue, of: heading, onceSince: former, in: db)
    }
}
