import Audit
public import Base
public import Catalogue
public import Identity
import Representation
import Storage
import Uploads
import Vault

/// What a person has begun and not finished, or been refused, wherever she is, and how she lets go of it.
public struct OwnForms: Sendable {
    /// More than anybody begins within the days that a form is kept.
    static let countMax = 50

    /// One of hers.
    public struct Entry: Sendable {
        public let file: CaseFile
        public let item: ServiceItem
        /// The day after which it is gone; nil for what is handed in.
        public let keptUntil: Instant?
        /// How far it is, for what is made of many services; nil for one.
        let bundle: BundleProgress?
    }

    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// Her own, the latest begun first; what she fills in for somebody else is shown where she acts for her.
    public func callAsFunction(of citizen: Token) async throws -> [Entry] {
        let (parts, now) = (parts, parts.world.now())
        return try await parts.engine.read { db in
            try OwnFormStore.all(of: citizen, limit: Self.countMax, vault: parts.vault, in: db).compactMap {
                file in
                guard
                    try file.isUnfinished(at: now, parts.figures, in: db)
                        || file.isRefused(at: now, parts.figures),
                    let item = parts.catalogue[file.service, version: file.serviceVersion]
                else { return nil }
                let life = file.isBundle ? CaseFile.bundleLife : parts.figures.draftLife
                return Entry(
                    file: file, item: item, keptUntil: file.state == .open ? file.openedAt + life : nil,
                    bundle: try progress(of: file, in: db))
            }
        }
    }

    /// How far an event in life has come; nil for a service, and while one of its services is not yet here.
    private func progress(of file: CaseFile, in db: any SQLConnection) throws -> BundleProgress? {
        guard let bundle = parts.catalogue.bundle(file.service) else { return nil }
        do {
            return try BundleSteps(bundle, file, nil, nil, parts, in: db).progress()
        } catch is NotYetHere {
            return nil
        }
    }

    /// A case for the phone of who began it, for herself or for another: she goes on from the terminal at which she did.
    ///
    /// - Throws: ``CaseRefused/unknownCase``, also where it is another's; `RepresentationRefused` where she may not act for
    ///   the other person any more; `AccountRefused.levelTooLow`.
    public func session(_ number: CaseNumber, of account: AccountSession) async throws -> IdentifiedSession {
        let parts = parts
        return try await parts.engine.read { db in
            guard let file = try CaseStore.find(number, vault: parts.vault, in: db) else {
                throw CaseRefused.unknownCase
            }
            return try Self.session(of: file, account, parts, in: db).session
        }
    }

    /// The phone of an account in a case, and by what it acts there for the case's person.
    static func session(
        of file: CaseFile, _ account: AccountSession, _ parts: CaseParts, in db: any SQLConnection
    ) throws -> (session: IdentifiedSession, acting: Acting?) {
        let session = try IdentifiedSession(
            account, goingOnFrom: file.terminalID, for: file.service.rawValue)
        return (session, try CaseActor.require(file, of: session, parts, in: db))
    }

    /// Whether a service can be begun at home: a phone may open it, its department has an office on the net, and where an office
    /// of a district decides, an address says of which.
    ///
    /// A bundle can be, where one of its services can that is not her child's; each of them is handed in by its own rules.
    public static func isOnline(_ item: ServiceItem, in catalogue: Catalogue) -> Bool {
        guard let bundle = catalogue.bundle(item.id) else { return isOnline(item) }
        return bundle.services.contains {
            !bundle.forChild.contains($0) && catalogue[$0].map(isOnline) ?? false
        }
    }

    static func isOnline(_ item: ServiceItem) -> Bool {
        item.selfService && item.channels.contains(.portal)
            && item.factorSets.contains { Set($0) == [.phone] }
            && item.steps.allSatisfy { $0.level < StepQueue.countyLevel || $0.region != nil }
    }

    /// Her phone for a service of hers that is begun, or gone on with, at home.
    ///
    /// - Throws: `AccountRefused.levelTooLow`.
    func session(
        beginning id: ServiceID, of account: AccountSession
    ) throws(AccountRefused) -> IdentifiedSession {
        try IdentifiedSession(account, goingOnFrom: CaseFile.online, for: id.rawValue)
    }

    /// Begins a service at home, or goes on with what she has begun.
    ///
    /// - Throws: ``CaseRefused/unknownService`` for what is begun at terminals only; `AccountRefused.levelTooLow`.
    public func begin(
        _ id: ServiceID, of account: AccountSession, within event: ServiceID? = nil, another: Bool = false,
        running: CaseNumber? = nil, requestID: String
    ) async throws -> CaseNumber {
        let session = try session(beginning: id, of: account)
        guard Self.isOnline(try parts.item(id), in: parts.catalogue) else { throw CaseRefused.unknownService }
        return try await OpenCase(parts)(
            id, for: session, within: event, another: another, running: running, requestID: requestID)
    }

    /// Throws a form away: its answers and what registers said go at once, its number stays as a number.
    ///
    /// - Throws: ``CaseRefused/notNow`` for what is handed in, ``CaseRefused/withdrawn`` for what is gone already.
    public func throwAway(
        _ number: CaseNumber, of session: IdentifiedSession, requestID: String
    ) async throws {
        let (parts, now) = (parts, parts.world.now())
        try await parts.engine.write { db in
            guard let file = try CaseStore.find(number, vault: parts.vault, in: db) else {
                throw CaseRefused.unknownCase
            }
            let acting = try CaseActor.require(file, of: session, parts, in: db)
            guard file.state == .open else { throw file.state.refusal }
            try CaseStore.advance(
                number, by: .withdrawn, terminal: session.terminal, detail: "thrown-away", at: now, in: db)
            try OwnFormStore.empty(number, in: db)
            try UploadStore.forget(number.rawValue, in: db)
            try parts.audit.append(
                AuditAct(
                    "case.thrown-away", actor: parts.standing.auditActor(acting, in: db),
                    purpose: try parts.item(of: file).basicCode, caseNumber: number.rawValue,
                    subject: try parts.vault.subject(file.citizen, in: db).commitment(),
                    terminal: session.terminal, requestID: requestID),
                in: db)
        }
    }

    /// Goes on under the version of the service that is offered now; what it asks no more is forgotten.
    public func acceptVersion(_ number: CaseNumber, of session: IdentifiedSession) async throws {
        let form = try await OwnedCase(parts).form(number, of: session)
        guard form.file.state == .open, form.change != nil else { return }
        let (parts, item, now) = (parts, form.item, parts.world.now())
        try await parts.engine.write { db in
            guard let file = try CaseStore.find(number, vault: parts.vault, in: db), file.state == .open,
                file.serviceVersion != item.version
            else { return }
            try CaseActor.require(file, of: session, parts, in: db)
            let today = CalendarDate(inChinaAt: now)
            let kept = file.answers.filter { id, answer in
                item.question(id).map { $0.again(answer, on: today) != nil }
                    ?? VersionChange.belongs(id, item)
            }
            let key = try parts.vault.subject(file.citizen, in: db)
            for upload in try UploadStore.all(of: number.rawValue, in: db) where kept[upload.question] == nil
            {
                _ = try UploadStore.remove(
                    upload.id, of: number.rawValue, question: upload.question, in: db)
            }
            try OwnFormStore.move(
                number, to: item.version, answers: SealedCase.seal(kept, of: number, key: key), in: db)
            try CaseStore.advance(
                number, by: .answered, terminal: session.terminal, detail: "version-\(item.version)", at: now,
                in: db)
        }
    }
}
