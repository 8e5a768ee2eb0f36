public import Storage
import Audit
import Base
import Catalogue
import Identity
import Vault
import Web

/// Brings a notice to its person: a message to her phone, and a hook to each receiver that wants its kind.
///
/// The message names service and number and nothing else. A silent gateway puts it off, and the night what can wait; a receiver
/// has jobs of its own (``HookJob``), so that none of them holds her message up, and is told by night too.
public struct NoticeJob: JobHandler {
    static let kindName = "case.notice"
    private static let again = Duration.seconds(60)

    public let kind = NoticeJob.kindName
    let parts: NoticeParts

    public init(_ parts: NoticeParts) {
        self.parts = parts
    }

    private struct Due: Sendable {
        let notice: CaseNotice
        let phone: Phone?
        let isDeclined: Bool
    }

    public func run(_ job: Job) async throws {
        guard let id = Token(rawValue: job.key) else { throw JobHopeless(reason: "notice-unreadable") }
        let vault = parts.vault
        let due = try await parts.engine.read { db -> Due? in
            guard let notice = try NoticeStore.find(id, in: db), notice.outcome == nil,
                let person = try CitizenStore.find(notice.citizen, vault: vault, in: db)
            else { return nil }
            return Due(
                notice: notice, phone: person.phone,
                isDeclined: try !notice.kind.isRequired
                    && NoticeStore.declined(by: notice.citizen, in: db).contains(notice.kind))
        }
        // Told before, or forgotten meanwhile.
        guard let due else { return }
        guard try await !takeBackIfPast(due.notice) else { return }
        guard !due.isDeclined else { return try await finish(due.notice, .declined) }
        try await passOn(due.notice)
        let now = parts.world.now()
        if due.notice.kind.waitsForDay, !Daytime.contains(now) {
            throw JobPostponed(until: Daytime.next(after: now), reason: "night")
        }
        guard let phone = due.phone else { return try await finish(due.notice, .noPhone) }
        do {
            try await parts.messages.send(text(due.notice), to: phone, key: id)
        } catch {
            guard error.isSilence else { throw error }
            throw JobPostponed(until: parts.world.now() + Self.again, reason: "gateway-silent")
        }
        try await finish(due.notice, .sent)
    }

    /// Tomorrow is a word of its day: by night it is too late to say it, and on the next day it would be wrong.
    ///
    /// - Returns: Whether it was taken back.
    private func takeBackIfPast(_ notice: CaseNotice) async throws -> Bool {
        let now = parts.world.now()
        guard notice.kind == .appointmentTomorrow,
            !Daytime.contains(now) || CalendarDate(inChinaAt: now) != CalendarDate(inChinaAt: notice.madeAt)
        else { return false }
        try await parts.engine.write { db in
            try NoticeStore.withdraw(notice.kind, of: notice.caseNumber, in: db)
        }
        return true
    }

    private func text(_ notice: CaseNotice) -> String {
        parts.words.phrases(notice.language)(
            "message.case.\(notice.kind.rawValue)",
            [
                "service": parts.catalogue[notice.service]?.name[notice.language] ?? "",
                "number": notice.spoken,
            ])
    }

    /// One job a receiver; a second run adds none.
    private func passOn(_ notice: CaseNotice) async throws {
        let wanted = parts.receivers.all.filter { $0.kinds.contains(notice.kind) }
        guard !wanted.isEmpty else { return }
        let (body, now) = (HookMessage(notice).body, parts.world.now())
        try await parts.engine.write { db in
            for receiver in wanted {
                try JobStore.enqueue(
                    NewJob(
                        kind: HookJob.kind(of: receiver), key: notice.id.rawValue, payload: body, runAt: now),
                    in: db)
            }
        }
    }

    private func finish(_ notice: CaseNotice, _ outcome: CaseNotice.Outcome) async throws {
        let (parts, now) = (parts, parts.world.now())
        try await parts.engine.write { db in
            guard try NoticeStore.finish(notice.id, outcome, at: now, in: db) else { return }
            try parts.note("case.told", notice, decision: outcome.rawValue, in: db)
        }
    }
}
