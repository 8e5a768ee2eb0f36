public import Audit
public import Base
public import Storage
public import Vault

/// Tells whether a paper is genuine.
///
/// Every answer that shows something of a holder leaves a leaf in the audit log.
public struct VerifyDocument: Sendable {
    /// The longest file that is looked at.
    public static let fileBytesMax = 4 * 1_024 * 1_024 - 16_384

    private let engine: any SQLEngine
    private let vault: Vault
    private let audit: AuditLog
    private let world: World

    public init(engine: any SQLEngine, vault: Vault, audit: AuditLog, world: World) {
        self.engine = engine
        self.vault = vault
        self.audit = audit
        self.world = world
    }

    /// Answers; a malformed question and an unknown paper get the same answer after the same look-up.
    public func callAsFunction(
        _ question: VerificationQuestion, requestID: String? = nil
    ) async throws -> Verdict {
        switch question {
        case .code(let text):
            let code = VerificationCode(text) ?? VerificationCode(world)
            return try await verdict(requestID) { db in try DocumentStore.find(code: code, in: db) }
                ?? .unknown
        case .scanned(let text): return try await scanned(text, requestID: requestID)
        case .file(let bytes): return try await file(bytes, requestID: requestID)
        }
    }

    private func scanned(_ text: String, requestID: String?) async throws -> Verdict {
        let payload: CodePayload
        do throws(CodePayload.Refused) {
            payload = try CodePayload(text, keys: [try publicCodeKey()])
        } catch {
            return error == .signature ? .altered : .unknown
        }
        let find = { @Sendable (db: any SQLConnection) in try DocumentStore.find(code: payload.code, in: db) }
        guard let record = try await engine.read(find) else { return .unknown }
        guard record.edition == payload.edition, record.caseNumber == payload.caseNumber else {
            return .altered
        }
        return try await verdict(requestID, find) ?? .unknown
    }

    private func file(_ bytes: [UInt8], requestID: String?) async throws -> Verdict {
        let hash = Digest.sha256(bytes)
        if let verdict = try await verdict(requestID, { db in try DocumentStore.find(hash: hash, in: db) }) {
            return verdict
        }
        return switch try finding(bytes) {
        case .notPDF, .unsealed, .whole, .foreign: .unknown
        case .broken: .altered
        }
    }

    /// What can be said of a file that is none of the kept papers.
    func finding(_ bytes: [UInt8]) throws -> SealedFile.Finding {
        let certificate = try vault.ring.certificate(for: .documentSeal)
        return SealedFile(bytes).check(trusted: [certificate], at: world.now())
    }

    /// The verdict on a kept paper; nil when there is none.
    ///
    /// Only a paper that is there takes the writers' time, so that strangers who guess hold up nobody.
    private func verdict(
        _ requestID: String?, _ find: @Sendable @escaping (any SQLConnection) throws -> DocumentRecord?
    ) async throws -> Verdict? {
        guard try await engine.read(find) != nil else { return nil }
        return try await engine.write { db in
            try find(db).map { try verdict(on: $0, requestID: requestID, in: db) }
        }
    }

    private func verdict(
        on record: DocumentRecord, requestID: String?, in db: any SQLConnection
    ) throws -> Verdict {
        let outcome = outcome(of: record)
        let subject: SubjectKey?
        do {
            subject = try vault.subject(record.subject, in: db)
        } catch VaultError.shredded {
            subject = nil
        }
        try audit.append(
            AuditAct(
                "document.verified", actor: .system("public-verification"), purpose: "verification",
                caseNumber: record.caseNumber, subject: subject?.commitment(), fields: ["name", "number"],
                decision: outcome.rawValue, requestID: requestID, payloadHash: record.hash),
            in: db)
        let facts = try subject.map { try DocumentStore.facts(record.id, subject: $0, in: db) }
        let holder = try facts?.holder
        return Verdict(
            outcome: outcome,
            facts: Verdict.Facts(
                serviceName: record.serviceName, issuer: record.issuer, edition: record.edition,
                issuedOn: CalendarDate(inChinaAt: record.issuedAt), validUntil: record.validUntil,
                holderName: holder?.name.masked, holderNumber: holder?.number.masked,
                agentName: facts?.agent.flatMap { PersonName($0.name)?.masked },
                agentRelation: facts?.agent?.relation,
                revokedOn: outcome == .revoked ? CalendarDate(inChinaAt: record.stateChangedAt) : nil))
    }

    private func outcome(of record: DocumentRecord) -> Verdict.Outcome {
        switch record.state {
        case .revoked: .revoked
        case .superseded: .superseded
        case .valid: record.isExpired(at: world.now()) ? .expired : .genuine
        }
    }

    private func publicCodeKey() throws(CodePayload.Refused) -> PublicKey {
        do {
            return try vault.ring.signingKey(.documentCode).publicKey
        } catch {
            throw .unknownKey
        }
    }
}
