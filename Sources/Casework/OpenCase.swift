public import Catalogue
public import Identity
import Audit
import Base
import Representation
import Stations
import Storage
import Vault

/// Opens a case for an identified person, or takes up the one she left unfinished.
public struct OpenCase: Sendable {
    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// `another` begins one beside what runs, where the service has several; `running` is the one of those that she goes on
    /// with, else the latest; `event` is the bundle for which it is begun.
    public func callAsFunction(
        _ id: ServiceID, for session: IdentifiedSession, within event: ServiceID? = nil,
        another: Bool = false, running: CaseNumber? = nil, requestID: String
    ) async throws -> CaseNumber {
        let item = try parts.item(id)
        guard item.selfService else { throw CaseRefused.unknownService }
        guard item.accepts(session.session.factors) else { throw CaseRefused.moreProofNeeded }
        let now = parts.world.now()
        let parts = parts
        // Everybody's numbers of a day come from one row.
        return try await parts.engine.patiently(parts.world) { db in
            try session.requireStill(in: db)
            try ServiceGate.require(id.rawValue, at: session.session.terminalID, in: db)
            let acting = try CaseActor.opening(item, in: session, parts, in: db)
            let life = try Self.life(event, item, acting, session, parts, in: db)
            var left = try Self.left(item, acting, session, parts, at: now, in: db)
            if let running {
                left =
                    try Self.beingDecided(item, acting, session, parts, in: db).first { $0.number == running }
                    ?? left
            }
            let isBeside = another && left.map { $0.isBeingDecided && item.mayRunSeveral } ?? false
            if let left, !isBeside, try left.isUnfinished(at: now, parts.figures, in: db),
                try goesOn(left, acting, for: life, parts, at: now, in: db)
            {
                return left.number
            }
            return try open(item, within: event, life, session, acting, parts, requestID, in: db)
        }
    }

    /// What a person has handed in and nobody has decided yet, of a service of which she may have another beside it.
    ///
    /// - Returns: The latest first; none where entering the service leads to what she has left anyway.
    public func running(_ id: ServiceID, of session: IdentifiedSession) async throws -> [CaseFile] {
        let item = try parts.item(id)
        guard item.mayRunSeveral else { return [] }
        let parts = parts
        return try await parts.engine.read { db in
            let acting = try CaseActor.opening(item, in: session, parts, in: db)
            let left = try Self.left(item, acting, session, parts, at: parts.world.now(), in: db)
            guard left?.isBeingDecided == true else { return [] }
            return try Self.beingDecided(item, acting, session, parts, in: db)
        }
    }

    /// The actor's own case of the event for which she begins something of her child's; nil for what is begun for oneself.
    ///
    /// - Throws: ``CaseRefused/notNow`` where the event's service is her own and she is there for the child, or the other way.
    private static func life(
        _ event: ServiceID?, _ item: ServiceItem, _ acting: Acting?, _ session: IdentifiedSession,
        _ parts: CaseParts, in db: any SQLConnection
    ) throws -> CaseNumber? {
        guard let bundle = event.flatMap(parts.catalogue.bundle) else { return nil }
        guard bundle.forChild.contains(item.id) else {
            guard acting == nil else { throw CaseRefused.notNow }
            return nil
        }
        guard let acting, bundle.representation.contains(acting.kind) else { throw CaseRefused.notNow }
        return try FollowBundle.file(of: bundle, session.citizen, parts, in: db)?.number
    }

    private static func beingDecided(
        _ item: ServiceItem, _ acting: Acting?, _ session: IdentifiedSession, _ parts: CaseParts,
        in db: any SQLConnection
    ) throws -> [CaseFile] {
        try CaseStore.beingDecided(
            of: acting?.subject ?? session.citizen, by: acting?.actor, service: item.id, vault: parts.vault,
            in: db)
    }

    /// What she has left last; of a service of which she may have several, what is being decided where nothing later is left.
    private static func left(
        _ item: ServiceItem, _ acting: Acting?, _ session: IdentifiedSession, _ parts: CaseParts,
        at now: Instant, in db: any SQLConnection
    ) throws -> CaseFile? {
        let (subject, actor) = (acting?.subject ?? session.citizen, acting?.actor)
        let latest = try CaseStore.latest(
            of: subject, by: actor, service: item.id, vault: parts.vault, in: db)
        guard item.mayRunSeveral, try latest?.isUnfinished(at: now, parts.figures, in: db) != true else {
            return latest
        }
        return try beingDecided(item, acting, session, parts, in: db).first ?? latest
    }

    /// Whether what was left unfinished is gone on with: for another person only by the same right as before.
    private func goesOn(
        _ left: CaseFile, _ acting: Acting?, for life: CaseNumber?, _ parts: CaseParts, at now: Instant,
        in db: any SQLConnection
    ) throws -> Bool {
        guard let acting else { return true }
        guard let former = try left.acting.flatMap({ try parts.standing.acting($0, in: db) }),
            acting.isAsGood(as: former)
        else { return false }
        try CaseStore.goOn(left.number, in: acting.id, for: life, in: db)
        // Its paper may have been given up when the former right had run out.
        if left.state == .submitted || left.state == .approved, acting != former {
            try JobStore.enqueue(
                NewJob(
                    kind: IssuePaperJob.kindName, key: "\(left.number) \(acting.id)",
                    payload: Array(left.number.rawValue.utf8), runAt: now),
                in: db)
        }
        return true
    }

    private func open(
        _ item: ServiceItem, within event: ServiceID?, _ life: CaseNumber?, _ session: IdentifiedSession,
        _ acting: Acting?, _ parts: CaseParts, _ requestID: String, in db: any SQLConnection
    ) throws -> CaseNumber {
        let now = parts.world.now()
        let prefix = CaseNumber.prefix(
            implementationCode: item.implementationCode, day: CalendarDate(inChinaAt: now))
        let number = try CaseStore.allot(prefix, in: db)
        let terminal = session.session.terminalID
        let citizen = acting?.subject ?? session.citizen
        let key = try parts.vault.subject(citizen, in: db)
        let told = try BundleAnswers(parts: parts).known(
            for: item, within: event, of: session.citizen, isForAnother: acting != nil,
            on: CalendarDate(inChinaAt: now), in: db)
        let known = try item.ownPhone(
            by: acting == nil ? key : parts.vault.subject(session.citizen, in: db), in: db
        ).merging(told) { $1 }
        try CaseStore.insert(
            CaseFile(
                number: number, service: item.id, serviceVersion: item.version,
                citizen: citizen, actor: acting?.actor, acting: acting?.id, event: life,
                terminalID: terminal, language: session.session.language, state: .open, answers: [:],
                record: nil,
                openedAt: now, submittedAt: nil, issuedAt: nil),
            in: db)
        try CaseStore.append(.opened, to: number, terminal: session.terminal, detail: nil, at: now, in: db)
        if !known.isEmpty {
            try CaseStore.keepAnswers(SealedCase.seal(known, of: number, key: key), for: number, in: db)
        }
        try parts.audit.append(
            AuditAct(
                "case.opened", actor: parts.standing.auditActor(acting, in: db), purpose: item.basicCode,
                caseNumber: number.rawValue,
                subject: key.commitment(), fields: known.keys.sorted(), terminal: session.terminal,
                requestID: requestID),
            in: db)
        return number
    }
}

extension ServiceItem {
    /// By question, the telephone of whoever opens a case: where an office calls back, it calls her, for whomever she acts.
    fileprivate func ownPhone(
        by key: @autoclosure () throws -> SubjectKey, in db: any SQLConnection
    ) throws -> [String: String] {
        let asked = questions.filter(\.isOwnPhone)
        guard !asked.isEmpty, let phone = try CitizenStore.phone(of: key(), in: db) else { return [:] }
        return Dictionary(uniqueKeysWithValues: asked.map { ($0.id, phone.text) })
    }

    /// Whether the proofs shown are enough for this service.
    func accepts(_ factors: Set<Factor>) -> Bool {
        let shown = Set(factors.map(\.rawValue))
        return factorSets.contains { Set($0.map(\.rawValue)).isSubset(of: shown) }
    }
}
