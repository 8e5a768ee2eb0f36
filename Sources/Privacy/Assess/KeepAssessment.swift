import Base
import Audit
import Storage
import Vault

/// Keeps a record of an impact assessment and lists those that are kept.
public struct KeepAssessment: Sendable {
    static let listMax: Int64 = 200
    /// **Unit:** characters.
    static let conclusionMax = 4_000

    let parts: PrivacyParts

    public init(_ parts: PrivacyParts) {
        self.parts = parts
    }

    /// Writes and keeps a record; its hash stands in the log, so that it cannot be mended afterwards.
    ///
    /// - Throws: ``PrivacyRefused/choiceUnknown`` without an author or a conclusion.
    public func callAsFunction(
        _ writer: AssessmentWriter, by author: String, release: String, conclusion: String
    ) async throws -> ImpactAssessment {
        guard (1...64).contains(author.count), (1...Self.conclusionMax).contains(conclusion.count) else {
            throw PrivacyRefused.choiceUnknown
        }
        let parts = parts
        let now = parts.world.now()
        let record = ImpactAssessment(
            id: Token(parts.world), madeAt: now, madeBy: author, release: release,
            text: writer.text(
                on: CalendarDate(inChinaAt: now), by: author, release: release, conclusion: conclusion))
        try await parts.engine.write { db in
            try AssessmentStore.insert(record, in: db)
            try parts.audit.append(
                AuditAct(
                    "assessment.made", actor: .system("privacy"), purpose: nil, caseNumber: nil, subject: nil,
                    payloadHash: Digest.sha256(Array(record.text.utf8))),
                in: db)
        }
        return record
    }

    /// The youngest first, at most two hundred.
    public func all() async throws -> [ImpactAssessment] {
        try await parts.engine.read { db in try AssessmentStore.all(limit: Self.listMax, in: db) }
    }
}
