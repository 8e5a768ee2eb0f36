public import Base
public import Catalogue
public import Storage
import Audit
import Vault

/// What of a person is kept in other rooms, and how it goes.
public struct PersonHoldings: Sendable {
    /// The youngest moment from which the days of a class count for something of hers; nil when nothing is kept.
    let youngest:
        @Sendable (_ kept: RetentionClass, _ citizen: Token, _ db: any SQLConnection) throws -> Instant?
    /// Whether she is in a visit just now.
    let isHere: @Sendable (_ citizen: Token, _ db: any SQLConnection) throws -> Bool
    /// Forgets what no law keeps: forms that were never submitted, the bytes of papers.
    let forget: @Sendable (_ citizen: Token, _ db: any SQLConnection) throws -> Void
    /// Ends every way to sign in to her account, and the account.
    let closeAccount: @Sendable (_ citizen: Token, _ db: any SQLConnection) throws -> Void
    /// Takes her out of what stays without her, removes her row and destroys her key.
    let erase: @Sendable (_ citizen: Token, _ db: any SQLConnection) throws -> Void

    public init(
        youngest: @escaping @Sendable (RetentionClass, Token, any SQLConnection) throws -> Instant?,
        isHere: @escaping @Sendable (Token, any SQLConnection) throws -> Bool,
        forget: @escaping @Sendable (Token, any SQLConnection) throws -> Void,
        closeAccount: @escaping @Sendable (Token, any SQLConnection) throws -> Void,
        erase: @escaping @Sendable (Token, any SQLConnection) throws -> Void
    ) {
        self.youngest = youngest
        self.isHere = isHere
        self.forget = forget
        self.closeAccount = closeAccount
        self.erase = erase
    }
}

/// Carries out requests for deletion: at once what no law keeps, the person herself when no law keeps anything of hers;
/// and requests to close the account, which no law keeps open.
///
/// Source: 个人信息保护法 article 47; while a law's days run, what it names is stored and not used otherwise.
public struct EraseOnRequest: Sendable {
    static let batch: Int64 = 100

    /// The days in force, by class, where they are not the file's.
    public typealias AgreedDays = @Sendable () async throws -> [RetentionClass: Int]

    let parts: PrivacyParts
    let schedule: RetentionSchedule
    let holdings: PersonHoldings
    let agreed: AgreedDays

    public init(
        _ parts: PrivacyParts, schedule: RetentionSchedule, holdings: PersonHoldings,
        agreed: @escaping AgreedDays = { [:] }
    ) {
        self.parts = parts
        self.agreed = agreed
        self.schedule = schedule
        self.holdings = holdings
    }

    /// Something that a law makes us keep, until when, and which.
    public struct Kept: Hashable, Sendable {
        public let kept: RetentionClass
        public let until: Instant
        public let legalBasis: [LegalBasis]
    }

    /// What a deletion of this person would have to wait for; empty when it would wait for nothing.
    public func keptBack(of person: PersonHere) async throws -> [Kept] {
        let days = try await agreed()
        return try await parts.engine.read { db in try keptBack(person.citizen, days, in: db) }
    }

    /// Carries out what can be carried out; nobody is erased while she stands at a terminal.
    ///
    /// - Returns: How many persons were erased.
    @discardableResult
    public func run() async throws -> Int { try await work().erased }

    /// The same, told apart: persons erased, and other things done that cannot be taken back.
    ///
    /// - Throws: The first fault, after every request was tried: one that cannot be carried out holds up nobody's.
    public func work() async throws -> (erased: Int, others: Int) {
        var (erased, others, after, failure) = (0, 0, "", (any Error)?.none)
        let days = try await agreed()
        while true {
            let from = after
            let page = try await parts.engine.read { db in
                try PrivacyRequestStore.ownWork(after: from, limit: Self.batch, in: db)
            }
            for request in page {
                do {
                    switch try await parts.engine.write({ db in
                        try carryOut(request.number, days, in: db)
                    }) {
                    case .nothing: break
                    case .erased: erased += 1
                    case .other: others += 1
                    }
                } catch {
                    failure = failure ?? error
                }
            }
            guard page.count == Int(Self.batch), let last = page.last else { break }
            after = last.number.rawValue
        }
        if let failure { throw failure }
        return (erased, others)
    }

    private enum Done { case nothing, erased, other }

    private func carryOut(
        _ number: RequestNumber, _ days: [RetentionClass: Int], in db: any SQLConnection
    ) throws -> Done {
        guard let request = try PrivacyRequestStore.find(number, in: db),
            try request.right == .closing || !holdings.isHere(request.citizen, db)
        else { return .nothing }
        let subject: [UInt8]
        do {
            subject = try parts.key(request.citizen, in: db).commitment()
        } catch PrivacyRefused.personErased {
            // Her key is gone already: there is nothing left to do.
            _ = try advance(request, by: .answered, in: db)
            return .nothing
        }
        guard request.right == .deletion else {
            guard try advance(request, by: .answered, in: db) else { return .nothing }
            try note("account.closed", request, subject, in: db)
            try holdings.closeAccount(request.citizen, db)
            return .other
        }
        let kept = try keptBack(request.citizen, days, in: db)
        if let until = kept.map(\.until).max() {
            guard request.state != .deferred else { return .nothing }
            try holdings.forget(request.citizen, db)
            guard try advance(request, by: .deferred, in: db) else { return .nothing }
            try PrivacyRequestStore.restartClock(of: number, due: until, remind: until, in: db)
            try note("request.deferred", request, subject, in: db)
            return .other
        }
        guard try advance(request, by: .answered, in: db) else { return .nothing }
        try note("data.erased", request, subject, in: db)
        try holdings.forget(request.citizen, db)
        try holdings.erase(request.citizen, db)
        return .erased
    }

    private func advance(
        _ request: PrivacyRequest, by event: RequestEvent, in db: any SQLConnection
    ) throws -> Bool {
        guard let next = request.state.after(event) else { return false }
        return try PrivacyRequestStore.advance(
            request.number, from: request.state, to: next, by: event, official: nil, at: parts.world.now(),
            in: db)
    }

    private func note(
        _ action: String, _ request: PrivacyRequest, _ subject: [UInt8], in db: any SQLConnection
    ) throws {
        try parts.note(
            action, by: .system("rights"), about: subject, number: request.number,
            purpose: "rights/\(request.right.rawValue)", in: db)
    }

    private func keptBack(
        _ citizen: Token, _ days: [RetentionClass: Int], in db: any SQLConnection
    ) throws -> [Kept] {
        try parts.rules.mustKeep.sorted { $0.rawValue < $1.rawValue }.compactMap { kept in
            guard let youngest = try holdings.youngest(kept, citizen, db), let rule = schedule[kept] else {
                return nil
            }
            let period = days[kept].map { Duration.seconds($0 * 86_400) } ?? rule.period
            return Kept(kept: kept, until: youngest + period, legalBasis: rule.legalBasis)
        }
    }
}
