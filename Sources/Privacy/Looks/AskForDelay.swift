public import Base
public import Audit
import Catalogue
public import Staff
public import Storage
import Vault

/// Whose data a case or a request is about, and within which bounds officials reach it.
public struct MatterSubject: Hashable, Sendable {
    public let citizen: Token
    /// Who handed it in for her; nil when she did so herself.
    public let actor: Token?
    public let scope: StaffScope

    public init(citizen: Token, actor: Token? = nil, scope: StaffScope) {
        self.citizen = citizen
        self.actor = actor
        self.scope = scope
    }
}

/// Finds whom the number of a case is about; nil when there is none.
public typealias FindSubject =
    @Sendable (_ number: String, _ db: any SQLConnection) throws -> MatterSubject?

/// Asks that a look is told to its person later than at once; two others decide.
public struct AskForDelay: Sendable {
    /// So many looks of one case or request are offered.
    static let looksMax = 50

    /// What somebody asks for.
    public struct Wish: Hashable, Sendable {
        public let act: Int64
        /// The case or the request that the look was at.
        public let concerns: String
        public let basis: String
        /// The first day on which she sees it, in China.
        public let release: CalendarDate
        public let reason: String

        public init(act: Int64, concerns: String, basis: String, release: CalendarDate, reason: String) {
            self.act = act
            self.concerns = concerns
            self.basis = basis
            self.release = release
            self.reason = reason
        }
    }

    let parts: PrivacyParts
    let delay: DelayLooks

    /// The looks of people at work at one case or request, the youngest first, for the form.
    ///
    /// The search leaves a leaf that names the records found and not the person: like the delay itself, it would else tell her.
    ///
    /// - Throws: `StaffRefused.noOpenCase` for a number that is unknown or out of bounds: the two look the same;
    ///   ``PrivacyRefused/ownMatter``, ``PrivacyRefused/unknownSelf``.
    public func looks(
        at number: String, for presence: StaffPresence, requestID: String
    ) async throws -> [AuditHistory.Act] {
        guard presence.account.may(.requestDelays) else { throw StaffRefused.rightMissing }
        let found = try await parts.engine.write { [parts] db in
            let found = try search(number, for: presence.account, in: db)
            let acts = try? found.get()
            try parts.note(
                "look.delay-searched", by: .staff(presence.account.id), about: nil,
                fields: acts.map { acts in acts.map { "record \($0.index)" } } ?? [],
                decision: acts == nil ? "refused" : "shown", purpose: nil, requestID: requestID, in: db)
            return found
        }
        guard let acts = try found.get() else { throw StaffRefused.noOpenCase }
        return acts
    }

    /// Nil when there is nothing of this number within the reader's bounds; also what is refused is written down.
    private func search(
        _ number: String, for reader: StaffAccount, in db: any SQLConnection
    ) throws -> Result<[AuditHistory.Act]?, PrivacyRefused> {
        do {
            guard let subject = try delay.subject(of: number, in: db),
                reader.may(.requestDelays, in: subject.scope)
            else { return .success(nil) }
            try delay.requireStranger(reader, to: subject, in: db)
            return .success(try looks(at: number, of: subject, in: db))
        } catch StaffRefused.noOpenCase {
            return .success(nil)
        } catch let refusal as PrivacyRefused {
            return .failure(refusal)
        }
    }

    private func looks(
        at number: String, of subject: MatterSubject, in db: any SQLConnection
    ) throws -> [AuditHistory.Act] {
        let commitment = try parts.key(subject.citizen, in: db).commitment()
        let now = parts.world.now()
        return try AuditHistory()(about: commitment, countMax: WhoLooked.actsMax, in: db).acts
            .filter { act in
                try act.actorKind == "staff" && act.caseNumber == number
                    && LookDelayStore.latest(act.index...act.index, in: db)[act.index]
                        .map { $0.shownAt > now } ?? true
            }
            .prefix(Self.looksMax).map(\.self)
    }

    /// - Throws: ``PrivacyRefused`` for what could not stand even with two yeses; `StaffRefused`.
    public func callAsFunction(
        _ wish: Wish, by presence: StaffPresence, through request: RequestApproval, requestID: String
    ) async throws {
        guard
            try await looks(at: wish.concerns, for: presence, requestID: requestID)
                .contains(where: { $0.index == wish.act })
        else { throw PrivacyRefused.unknownAct }
        let release = wish.release.midnightInChina
        try LookDelay.check(
            release: release, now: parts.world.now(), longest: parts.rules.delay.longest)
        let now = parts.world.now()
        _ = try await parts.engine.read { [delay] db in
            try delay.check(
                act: wish.act, concerning: wish.concerns, basis: wish.basis, at: now, in: db)
        }
        let matter = DelayMatter(
            act: wish.act, concerns: wish.concerns, basis: wish.basis, release: release)
        try await request(matter.approval, reason: wish.reason, by: presence, requestID: requestID)
    }
}

extension CalendarDate {
    /// The first moment of the day in China.
    var midnightInChina: Instant {
        Instant(milliseconds: (Int64(daysSince1970) * 86_400 - 8 * 3_600) * 1_000)
    }
}
