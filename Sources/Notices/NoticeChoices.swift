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
        /// Whether they can go by WeChat, too.
        let offersWeChat: Bool
        /// Which way they go; nil where no WeChat is bound.
        let channel: NoticeChannel?
        /// Whether WeChat takes no messages for her any more, and she has to bind it anew.
        let isElsewhere: Bool
    }

    let parts: NoticeParts

    public init(_ parts: NoticeParts) {
        self.parts = parts
    }

    public func view(of citizen: Token) async throws -> View {
        let parts = parts
        return try await parts.engine.read { db in
            let binding =
                try parts.weChat == nil
                ? nil : WeChatStore.binding(of: citizen, vault: parts.vault, in: db)
            return View(
                notices: try NoticeStore.all(of: citizen, limit: Self.shownMax, in: db),
                declined: try NoticeStore.declined(by: citizen, in: db),
                offersWeChat: parts.weChat != nil,
                channel: binding?.channel, isElsewhere: binding?.elsewhereSince != nil)
        }
    }

    /// Chooses which way her messages go.
    ///
    /// - Throws: ``NoticeRefused/weChatOff``; ``NoticeRefused/weChatOver`` where no WeChat is bound.
    func send(by channel: NoticeChannel, to citizen: Token, requestID: String) async throws {
        let parts = parts
        _ = try parts.requireWeChat()
        try await parts.engine.write { db in
            guard try WeChatStore.choose(channel, for: citizen, in: db) else {
                throw NoticeRefused.weChatOver
            }
            try parts.noteWeChat(
                "notice.channel-chosen", of: citizen, by: .citizen, decision: channel.rawValue,
                requestID: requestID, in: db)
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
