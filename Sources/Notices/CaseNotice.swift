public import Base
public import Catalogue
public import Storage

/// One thing told to one person about one case.
public struct CaseNotice: Hashable, Sendable {
    /// How it came to her.
    public enum Outcome: String, Sendable, CaseIterable, SQLConvertible {
        case sent
        /// She has left no number; it stands in her account.
        case noPhone = "no-phone"
        /// She wants none of this kind.
        case declined
        /// She wants them by WeChat alone, which has not taken it; it stands in her account.
        case refused
    }

    /// On which way it went.
    public enum Way: String, Sendable, CaseIterable, SQLConvertible {
        case sms
        case wechat
    }

    public let id: Token
    public let citizen: Token
    /// The case's number in full; messages say its last digits.
    public let caseNumber: String
    public let service: ServiceID
    public let kind: NoticeKind
    public let language: Language
    public let madeAt: Instant
    /// Nil as long as it is on its way.
    public var outcome: Outcome?
    /// Nil before it has gone, and from before there was a second way; ``Way/sms`` on its way says that WeChat had not
    /// brought it.
    public var way: Way?

    var isByWeChat: Bool { way == .wechat }

    /// What of a case number follows the service's code of 31 signs: day and number of the day, as a person reads it out.
    var spoken: String { String(caseNumber.dropFirst(31)) }

    /// Writes a notice down in the transaction of what it tells; it leaves the house if and only if that is kept.
    ///
    /// A second reminder of one kind and case is none, nor is a second word that it is accepted: the schema keeps one. Where a kind
    /// may come again, `moment` says since when one is enough.
    public static func tell(
        _ kind: NoticeKind, of caseNumber: String, _ service: ServiceID, to citizen: Token,
        in language: Language, onceSince moment: Instant? = nil, _ world: World, _ db: any SQLConnection
    ) throws(SQLError) {
        let now = world.now()
        if let moment,
            try NoticeStore.isMade(kind, of: caseNumber, for: citizen, since: moment, in: db)
        {
            return
        }
        let notice = CaseNotice(
            id: Token(world), citizen: citizen, caseNumber: caseNumber, service: service, kind: kind,
            language: language, madeAt: now)
        guard try NoticeStore.insert(notice, in: db) else { return }
        try JobStore.enqueue(
            NewJob(
                kind: NoticeJob.kindName, key: notice.id.rawValue, payload: Array(notice.id.rawValue.utf8),
                runAt: now),
            in: db)
    }

    /// Takes back what has not left the house yet, because what it tells is no longer so.
    public static func withdraw(
        _ kind: NoticeKind, and other: NoticeKind? = nil, of caseNumber: String, in db: any SQLConnection
    ) throws(SQLError) {
        try NoticeStore.withdraw(kind, and: other ?? kind, of: caseNumber, in: db)
    }
}
