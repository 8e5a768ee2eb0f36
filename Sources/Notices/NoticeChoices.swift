public import Base
import Audit
import Storage
import Vault

/// What a person was told, and what she does not want to be told by message.
public struct NoticeChoices: Sendable {
    /// As many as anybody looks through.
    static let shownMax = 50

    public struct View: Sendable {
        public let notices: [CaseNotice]
        public let declined: Set<NoticeKind>
    }

    let parts: NoticeParts

    public init(_ parts: NoticeParts) {
        self.parts = parts
    }

    public func view(of citizen: Token) async throws -> View {
        try await parts.engine.read { db in
            View(
                notices: try NoticeStore.all(of: citizen, limit: Self.shownMax, in: db),
                declined: try NoticeStore.declined(by: citizen, in: db))
        }
    }

    /// - Throws: ``NoticeRefused/required`` for what a law wants told.
    public func set(
        _ kind: NoticeKind, wanted isWanted: Bool, by citizen: Token, requestID: String
    ) async throws {
        guard isWanted || !kind.isRequired else { throw NoticeRefused.required }
        let (parts, now) = (parts, parts.world.now())
        try await parts.engine.write { db in
            if isWanted {
                try NoticeStore.accept(kind, by: citizen, in: db)
            } else {
                try NoticeStore.decline(kind, by: citizen, at: now, in: db)
            }
            try parts.audit.append(
                AuditAct(
                    "notice.chosen", actor: .citizen, purpose: nil, caseNumber: nil,
                    subject: try parts.vault.subject(citizen, in: db).commitment(), fields: [kind.rawValue],
                    decision: isWanted ? "yes" : "no", requestID: requestID),
                in: db)
        }
    }
}
