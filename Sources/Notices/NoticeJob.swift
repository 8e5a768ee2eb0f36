public import Storage
import Audit
import Base
import Catalogue
import Identity
import Vault
import Web

/// Brings a notice to its person: a message to her WeChat or her phone, and a hook to each receiver that wants its kind.
///
/// The message to her phone names service and number and nothing else, the one by WeChat the number alone. A silent gateway puts it off, and the night what can wait; a receiver
/// has jobs of its own (``HookJob``), so that none of them holds her message up, and is told by night too.
public struct NoticeJob: JobHandler {
    static let kindName = "case.notice"
    /// Of what WeChat took and did not bring.
    static let againName = "case.notice-again"
    private static let again = Duration.seconds(60)

    public let kind: String
    let parts: NoticeParts

    /// The first telling of a notice, and the one after WeChat has failed.
    public static func all(_ parts: NoticeParts) -> [NoticeJob] {
        [kindName, againName].map { NoticeJob(kind: $0, parts: parts) }
    }

    private struct Due: Sendable {
        let notice: CaseNotice
        let fate: NoticeFate
        let phone: Phone?
        let isDeclined: Bool
        /// Where she wants it to go first; nil for her phone.
        let weChat: WeChatBinding?
    }

    private enum Told: Sendable {
        case taken(message: Int64)
        case refused
        /// It goes by SMS.
        case otherwise
    }

    public func run(_ job: Job) async throws {
        guard let id = Token(rawValue: job.key) else { throw JobHopeless(reason: "notice-unreadable") }
        let vault = parts.vault
        let due = try await parts.engine.read { db -> Due? in
            guard let notice = try NoticeStore.find(id, in: db), notice.outcome == nil,
                let person = try CitizenStore.find(notice.citizen, vault: vault, in: db)
            else { return nil }
            return Due(
                notice: notice, fate: try parts.fate(notice, db), phone: person.phone,
                isDeclined: try !notice.kind.isRequired
                    && NoticeStore.declined(by: notice.citizen, in: db).contains(notice.kind),
                weChat: try weChat(for: notice, in: db))
        }
        // Told before, or forgotten meanwhile.
        guard let due else { return }
        guard due.fate != .waits else {
            throw JobPostponed.personAnswers(after: parts.world.now())
        }
        guard case .told(due.notice.citizen, let forAnother) = due.fate else {
            try await readdress(id)
            return try await run(job)
        }
        guard try await !takeBackIfPast(due.notice) else { return }
        guard !due.isDeclined else { return try await finish(due.notice, .declined) }
        // Of two notices of one event only its person's goes on, or a receiver would act twice.
        if kind == Self.kindName, !forAnother || !due.notice.kind.isToldToBoth {
            try await passOn(due.notice)
        }
        let now = parts.world.now()
        if due.notice.kind.waitsForDay, !Daytime.contains(now) {
            throw JobPostponed(until: Daytime.next(after: now), reason: "night")
        }
        if let binding = due.weChat, let channel = parts.weChat {
            switch try await told(due.notice, to: binding, hasPhone: due.phone != nil, by: channel.port) {
            case .taken(let message):
                return try await finish(due.notice, .sent, by: .wechat, message: message)
            case .refused: return try await finish(due.notice, .refused, by: .wechat)
            case .otherwise: break
            }
        }
        guard let phone = due.phone else { return try await finish(due.notice, .noPhone) }
        do {
            try await parts.messages.send(text(due.notice), to: phone, key: id)
        } catch {
            guard error.mayPass else { throw error }
            throw JobPostponed(until: parts.world.now() + Self.again, reason: "gateway-silent")
        }
        try await finish(due.notice, .sent, by: .sms)
    }

    /// It goes to who may read it now, and nowhere where it is so no more or its person is told anyway.
    private func readdress(_ id: Token) async throws {
        let parts = parts
        try await parts.engine.write { db in
            guard let notice = try NoticeStore.find(id, in: db) else { return }
            switch try parts.fate(notice, db) {
            case .waits: return
            case .told(notice.citizen, _): return
            case .told(let reader, _) where !notice.kind.isToldToBoth:
                try NoticeStore.readdress(id, to: reader, in: db)
            case .told, .dropped: try NoticeStore.remove(id, in: db)
            }
        }
    }

    private func weChat(for notice: CaseNotice, in db: any SQLConnection) throws -> WeChatBinding? {
        guard let channel = parts.weChat, notice.way != .sms,
            let binding = try WeChatStore.binding(of: notice.citizen, vault: parts.vault, in: db),
            binding.channel != .sms, try channel.consent.holds(notice.citizen, db)
        else { return nil }
        return binding
    }

    /// Tries WeChat; whatever is wrong with it, what may go by SMS to a phone goes there, and at once.
    private func told(
        _ notice: CaseNotice, to binding: WeChatBinding, hasPhone: Bool, by port: any WeChatPort
    ) async throws -> Told {
        let failed =
            hasPhone && (binding.channel == .both || notice.kind.isRequired) ? Told.otherwise : .refused
        do {
            let answer = try await port.send(.news(of: notice.spoken), to: binding.openID, key: notice.id)
            try await mark(binding, isElsewhere: answer == .elsewhere)
            switch answer {
            case .taken(let message): return .taken(message: message)
            case .unwilling, .elsewhere: return failed
            case .notFollowing: break
            }
        } catch let error as PortError {
            if case .otherwise = failed { return failed }
            guard error.mayPass else { throw error }
            throw JobPostponed(until: parts.world.now() + Self.again, reason: "wechat-silent")
        }
        // That she has left was told to us, and did not arrive.
        let parts = parts
        try await parts.engine.write { db in
            // Meanwhile she may have bound another.
            let bound = try WeChatStore.binding(of: notice.citizen, vault: parts.vault, in: db)
            guard bound?.openID == binding.openID else { return }
            try parts.forgetWeChat(
                of: notice.citizen, by: .system("wechat"), because: "unfollowed", requestID: nil,
                in: db)
        }
        return failed
    }

    /// Her page says that she has to bind it anew, as long as WeChat says so.
    private func mark(_ binding: WeChatBinding, isElsewhere: Bool) async throws {
        guard isElsewhere != (binding.elsewhereSince != nil) else { return }
        let moment = isElsewhere ? parts.world.now() : nil
        try await parts.engine.write { db in
            try WeChatStore.mark(binding, elsewhereSince: moment, in: db)
        }
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
            try CaseNotice.withdraw(notice.kind, of: notice.caseNumber, in: db)
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

    /// One job a receiver; a second run adds none, however long after.
    private func passOn(_ notice: CaseNotice) async throws {
        let wanted = parts.receivers.all.filter { $0.kinds.contains(notice.kind) }
        guard !wanted.isEmpty else { return }
        let (body, now) = (HookMessage(notice).body, parts.world.now())
        try await parts.engine.write { db in
            guard try NoticeStore.passOn(notice.id, at: now, in: db) else { return }
            for receiver in wanted {
                try JobStore.enqueue(
                    NewJob(
                        kind: HookJob.kind(of: receiver), key: notice.id.rawValue, payload: body, runAt: now),
                    in: db)
            }
        }
    }

    private func finish(
        _ notice: CaseNotice, _ outcome: CaseNotice.Outcome, by way: CaseNotice.Way? = nil,
        message: Int64? = nil
    ) async throws {
        let (parts, now) = (parts, parts.world.now())
        var told = notice
        told.way = way
        let notice = told
        try await parts.engine.write { db in
            guard try NoticeStore.finish(notice, outcome, message: message, at: now, in: db) else { return }
            try parts.note("case.told", notice, decision: outcome.rawValue, in: db)
            if let message, try WeChatStore.takeUndelivered(message, in: db) {
                try parts.tellOtherwise(notice, in: db)
            }
        }
    }
}
