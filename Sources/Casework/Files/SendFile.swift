import Audit
public import Base
import Catalogue
public import Identity
import Notices
import Representation
public import Storage
public import Uploads
import Vault

/// Files that answer a question of a form: sent from a phone, taken back, looked at by who sent them.
///
/// A question's answer is always what lies there: the form asks again as soon as too little does.
public struct SendFile: Sendable {
    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    public var limits: FileIntake.Limits { parts.intake.limits }

    /// What a form holds so far, in the order it came.
    public func all(of number: CaseNumber, of session: IdentifiedSession) async throws -> [Upload] {
        _ = try await OwnedCase(parts).form(number, of: session)
        return try await parts.engine.read { db in try UploadStore.all(of: number.rawValue, in: db) }
    }

    /// Keeps files as a part of the answer to a question; the same file twice is one.
    ///
    /// - Throws: `UploadRefused`, and then nothing is kept; ``CaseRefused/unknownQuestion``, ``CaseRefused/notNow``.
    public func callAsFunction(
        _ files: [[UInt8]], to questionID: String, in number: CaseNumber, of session: IdentifiedSession
    ) async throws {
        let form = try await OwnedCase(parts).form(number, of: session)
        let asked = try Self.question(questionID, of: form)
        guard !files.isEmpty else { throw UploadRefused.missing }
        guard files.count <= asked.count.upperBound else {
            throw UploadRefused.tooMany(max: asked.count.upperBound)
        }
        let taken = try await parts.intake(files, isPicture: asked.isPicture)
        let (parts, now) = (parts, parts.world.now())
        let ids = taken.map { _ in Token(parts.world) }
        try await change(number, questionID, of: session, at: now) { file, subject, db in
            for (id, received) in zip(ids, taken) {
                try UploadStore.insert(
                    Upload(
                        id: id, caseNumber: number.rawValue, question: questionID, citizen: file.citizen,
                        type: received.type, size: received.bytes.count, state: received.state,
                        uploadedAt: now),
                    received, subject: subject, in: db)
            }
            let all = try UploadStore.all(of: number.rawValue, in: db).filter { $0.state != .infected }
            guard all.filter({ $0.question == questionID }).count <= asked.count.upperBound else {
                throw UploadRefused.tooMany(max: asked.count.upperBound)
            }
            guard all.count <= parts.intake.limits.filesOfCase,
                try UploadStore.bytes(of: file.citizen, in: db) <= parts.intake.limits.bytesOfPerson
            else { throw UploadRefused.noRoom }
        }
    }

    /// Takes a file back.
    ///
    /// - Throws: `UploadRefused.unknown`.
    public func remove(
        _ id: Token, from questionID: String, in number: CaseNumber, of session: IdentifiedSession
    ) async throws {
        _ = try Self.question(questionID, of: await OwnedCase(parts).form(number, of: session))
        try await change(number, questionID, of: session, at: parts.world.now()) { _, _, db in
            guard try UploadStore.remove(id, of: number.rawValue, question: questionID, in: db) else {
                throw UploadRefused.unknown
            }
        }
    }

    /// Opens a file for who sent it; the log says so.
    ///
    /// - Throws: `UploadRefused.unknown`, also for what a scanner knew.
    public func open(
        _ id: Token, in number: CaseNumber, of session: IdentifiedSession, requestID: String
    ) async throws -> (upload: Upload, bytes: [UInt8]) {
        let form = try await OwnedCase(parts).form(number, of: session)
        return try await parts.engine.write { [parts] db in
            guard let file = try CaseStore.find(number, vault: parts.vault, in: db) else {
                throw CaseRefused.unknownCase
            }
            let acting = try CaseActor.require(file, of: session, parts, in: db)
            return try OpenFile(parts).open(
                id, in: number, of: parts.vault.subject(file.citizen, in: db),
                by: parts.standing.auditActor(acting, in: db), purpose: form.item.basicCode,
                terminal: session.terminal, requestID: requestID, in: db)
        }
    }

    /// A file turned out to be infected: a form that is still hers asks for another; of what was handed in, its person and those
    /// who decide are told.
    public var infected: RescanUploads.Found {
        { [parts] upload, db in try CaseFiles.infected(upload, parts, in: db) }
    }

    /// Those who work at the case of a file, by their numbers at work.
    public func holders(
        of upload: Upload, in db: any SQLConnection
    ) throws(SQLError) -> Set<String> {
        try CaseNumber(rawValue: upload.caseNumber).map { number throws(SQLError) in
            try CaseFiles.holders(of: number, in: db)
        } ?? []
    }

    /// A question of the form that files answer.
    private static func question(
        _ id: String, of form: CaseForm
    ) throws(CaseRefused) -> FileQuestion {
        guard let question = form.question(id), case .files(let files) = question.kind else {
            throw .unknownQuestion
        }
        return files
    }

    /// Changes what lies there, and with it the answer.
    private func change(
        _ number: CaseNumber, _ questionID: String, of session: IdentifiedSession, at now: Instant,
        _ work: @escaping @Sendable (CaseFile, SubjectKey, any SQLConnection) throws -> Void
    ) async throws {
        let parts = parts
        try await parts.engine.write { db in
            guard let file = try CaseStore.find(number, vault: parts.vault, in: db) else {
                throw CaseRefused.unknownCase
            }
            try CaseActor.require(file, of: session, parts, in: db)
            try file.requireServed(at: session, in: db)
            guard file.state == .open || file.state == .correcting else { throw file.state.refusal }
            let subject = try parts.vault.subject(file.citizen, in: db)
            let isAdded = try CaseFiles.isAdded(to: questionID, of: file, parts, in: db)
            try work(file, subject, db)
            let answer = try CaseFiles.answer(to: questionID, of: file, parts, in: db)
            if file.state == .correcting {
                do {
                    try CorrectCase.take(questionID, of: file, parts, in: db)
                } catch CaseRefused.notNow where isAdded {
                    // It became necessary by what was corrected, and is not whole yet.
                }
            }
            try CaseFiles.keep(answer, to: questionID, of: file, subject, in: db)
            try CaseStore.advance(
                number, by: .answered, terminal: session.terminal, detail: questionID, at: now, in: db)
        }
    }
}

/// The files of a case, and the answers that they make.
enum CaseFiles {
    /// What may answer a question as it lies there; nil while it is too little.
    static func answer(
        to questionID: String, of file: CaseFile, _ parts: CaseParts, in db: any SQLConnection
    ) throws -> String? {
        // A service that is offered no more asks nobody.
        guard
            let question = try parts.catalogue.item(file.service, version: file.serviceVersion)?
                .question(questionID)
        else { return nil }
        return try? question.check(
            sent(to: questionID, of: file.number, in: db), on: CalendarDate(inChinaAt: parts.world.now()))
    }

    /// Whether a question's files came since its clerk asked for corrections, of this question or another.
    static func isAdded(
        to questionID: String, of file: CaseFile, _ parts: CaseParts, in db: any SQLConnection
    ) throws -> Bool {
        guard file.state == .correcting,
            let asked = try CorrectCase.open(file, parts, in: db).map(\.askedAt).min()
        else { return false }
        let files = try UploadStore.all(of: file.number.rawValue, question: questionID, in: db)
            .filter { $0.state != .infected }
        return !files.isEmpty && files.allSatisfy { $0.uploadedAt > asked }
    }

    /// Every file to a question that no scanner knew, as an answer is written.
    static func sent(
        to questionID: String, of number: CaseNumber, in db: any SQLConnection
    ) throws(SQLError) -> String {
        FileQuestion.answer(
            try UploadStore.all(of: number.rawValue, question: questionID, in: db)
                .filter { $0.state != .infected }.map(\.id.rawValue))
    }

    /// An optional question without a file is one that has not been passed.
    static func keep(
        _ answer: String?, to questionID: String, of file: CaseFile, _ subject: SubjectKey,
        in db: any SQLConnection
    ) throws {
        var answers = file.answers
        answers[questionID] = answer?.isEmpty == true ? nil : answer
        try CaseStore.keepAnswers(
            SealedCase.seal(answers, of: file.number, key: subject), for: file.number, in: db)
    }

    static func infected(_ upload: Upload, _ parts: CaseParts, in db: any SQLConnection) throws {
        guard let number = CaseNumber(rawValue: upload.caseNumber),
            let file = try CaseStore.find(number, vault: parts.vault, in: db)
        else { return }
        if file.state == .open || file.state == .correcting {
            try keep(
                answer(to: upload.question, of: file, parts, in: db), to: upload.question, of: file,
                parts.vault.subject(file.citizen, in: db), in: db)
        }
        guard file.state.after(.fileInfected) != nil else { return }
        let now = parts.world.now()
        // A scanner that comes back finds all of them in one minute: that is one message.
        let isTold = try CaseStore.history(of: number, in: db).contains {
            $0.event == .fileInfected && now.since($0.at) < toldOnceIn
        }
        try CaseStore.advance(
            number, from: file.state, by: .fileInfected, terminal: nil, detail: upload.question, at: now,
            in: db)
        if !isTold { try parts.tell(.fileInfected, of: file.heading, in: db) }
    }

    private static let toldOnceIn = Duration.seconds(86_400)

    /// The questions whose files turned out to be infected after the case was handed in, and since then neither came anew nor
    /// were asked for.
    static func lost(
        _ files: [Upload], _ history: [CaseMoment], _ corrections: [CaseCorrection]
    ) -> Set<String> {
        var found: [String: Instant] = [:]
        for moment in history where moment.event == .fileInfected {
            if let question = moment.detail { found[question] = moment.at }
        }
        return Set(
            found.filter { question, at in
                !files.contains { $0.question == question && $0.state != .infected && $0.uploadedAt > at }
                    && !corrections.contains { $0.questions.contains(question) && $0.askedAt >= at }
            }.keys)
    }

    /// Who works at a case, by their numbers at work.
    static func holders(of number: CaseNumber, in db: any SQLConnection) throws(SQLError) -> Set<String> {
        Set(
            try CaseStepStore.all(of: number, in: db)
                .filter { $0.state == .claimed || $0.state == .correction }.compactMap(\.account))
    }
}
