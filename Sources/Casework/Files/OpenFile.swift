import Audit
public import Base
import Catalogue
import Identity
import Storage
public import Uploads
import Vault

/// Opens a file that was sent; every opening leaves a leaf that its person sees.
public struct OpenFile: Sendable {
    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// For a clerk who has claimed a step of the case: what a scanner found clean, and nothing else, as long as
    /// anybody has work with the case.
    ///
    /// - Throws: ``StepRefused``; `UploadRefused.unknown`, `UploadRefused.notScanned`.
    public func callAsFunction(
        _ id: Token, at key: CaseStep.Key, by clerk: Clerk, requestID: String
    ) async throws -> (upload: Upload, bytes: [UInt8]) {
        try await parts.engine.write { [self] db in
            let desk = StepDesk(parts: parts)
            let found = try desk.find(key, for: clerk, in: db)
            guard found.step.account == clerk.account, found.step.state != .void else {
                throw StepRefused.notClaimed
            }
            // What she had it for is over; as little is its page hers any more.
            guard !found.heading.state.isOver else { throw StepRefused.decided }
            try desk.requireStranger(clerk, to: found, in: db)
            let file = try Self.find(id, in: key.number, in: db)
            // One that counts for no question on the way is nobody's business.
            guard try desk.form(of: found, in: db).question(file.question) != nil else {
                throw UploadRefused.unknown
            }
            switch file.state {
            case .clean: break
            case .waiting: throw UploadRefused.notScanned
            case .infected: throw UploadRefused.unknown
            }
            return try open(
                id, in: key.number, of: found.subject, by: .staff(clerk.account),
                purpose: found.item.basicCode, terminal: nil, requestID: requestID, in: db)
        }
    }

    func open(
        _ id: Token, in number: CaseNumber, of subject: SubjectKey, by actor: AuditActor, purpose: String,
        terminal: String?, requestID: String, in db: any SQLConnection
    ) throws -> (upload: Upload, bytes: [UInt8]) {
        let file = try Self.find(id, in: number, in: db)
        let bytes = try UploadStore.content(of: id, subject: subject, in: db)
        try parts.audit.append(
            AuditAct(
                "file.opened", actor: actor, purpose: purpose, caseNumber: number.rawValue,
                subject: subject.commitment(), fields: [file.question], terminal: terminal,
                requestID: requestID),
            in: db)
        return (file, bytes)
    }

    /// A file of another case is as unknown as none.
    private static func find(
        _ id: Token, in number: CaseNumber, in db: any SQLConnection
    ) throws -> Upload {
        guard let file = try UploadStore.all(of: number.rawValue, in: db).first(where: { $0.id == id }) else {
            throw UploadRefused.unknown
        }
        return file
    }
}
