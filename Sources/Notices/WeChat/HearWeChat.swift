import Audit
import Base
import Storage
import Vault

/// Takes in what WeChat tells: who has scanned, who has left, what has not arrived.
///
/// The same word may come several times, late, or once more at somebody else's wish; none of it is worth more for that.
struct HearWeChat: Sendable {
    let parts: NoticeParts

    /// - Throws: ``NoticeRefused/weChatOff``, ``NoticeRefused/weChatUnsigned``.
    func callAsFunction(_ body: [UInt8], _ query: [String: String]) async throws {
        let (parts, channel) = (parts, try parts.requireWeChat())
        let event: WeChatEvent?
        do {
            event = try channel.port.event(body, query)
        } catch {
            throw NoticeRefused.weChatUnsigned
        }
        guard let event else { return }
        try await parts.engine.write { db in
            switch event.what {
            case .scanned(let scene): try Self.scanned(scene, by: event.openID, parts, in: db)
            case .unfollowed: try Self.unfollowed(event, parts, in: db)
            case .undelivered(let message): try Self.undelivered(message, parts, in: db)
            }
        }
    }

    /// The first phone is asked about; a second one makes the picture worthless.
    private static func scanned(
        _ text: String, by openID: String, _ parts: NoticeParts, in db: any SQLConnection
    ) throws {
        let hash = WeChatStore.hash(scene: text, parts.vault)
        guard var scene = try WeChatStore.find(hash: hash, vault: parts.vault, in: db),
            !scene.isOver(at: parts.world.now())
        else { return }
        let state = scene.state
        if state == .waiting {
            (scene.state, scene.openID) = (.scanned, openID)
        } else {
            guard scene.openID != openID else { return }
            (scene.state, scene.openID, scene.codeHash) = (.dropped, nil, nil)
        }
        _ = try WeChatStore.move(scene, from: state, vault: parts.vault, in: db)
    }

    /// A word from before it was bound does not count: it is an old one, told again.
    private static func unfollowed(
        _ event: WeChatEvent, _ parts: NoticeParts, in db: any SQLConnection
    ) throws {
        for binding in try WeChatStore.bindings(openID: event.openID, vault: parts.vault, in: db)
        where event.at >= binding.boundAt - .seconds(1) {
            try parts.forgetWeChat(
                of: binding.citizen, by: .system("wechat"), because: "unfollowed", requestID: nil,
                in: db)
        }
    }

    /// Of a message that nobody knows, the word is kept: WeChat may be faster than our own note that it took it.
    private static func undelivered(
        _ message: Int64, _ parts: NoticeParts, in db: any SQLConnection
    ) throws {
        guard let notice = try NoticeStore.find(weChatMessage: message, in: db) else {
            return try WeChatStore.keepUndelivered(message, at: parts.world.now(), in: db)
        }
        guard notice.outcome == .sent, notice.isByWeChat else { return }
        try parts.tellOtherwise(notice, in: db)
    }
}

extension NoticeParts {
    /// Tells once more by SMS what WeChat took and did not bring, where she wants that or a law does.
    func tellOtherwise(_ notice: CaseNotice, in db: any SQLConnection) throws {
        let channel = try WeChatStore.binding(of: notice.citizen, vault: vault, in: db)?.channel
        let now = world.now()
        guard channel != .wechat || notice.kind.isRequired else {
            try NoticeStore.overrule(notice.id, .refused, at: now, in: db)
            return try note("case.told", notice, decision: CaseNotice.Outcome.refused.rawValue, in: db)
        }
        try NoticeStore.reopenForSMS(notice.id, in: db)
        try JobStore.enqueue(
            NewJob(
                kind: NoticeJob.againName, key: notice.id.rawValue, payload: Array(notice.id.rawValue.utf8),
                runAt: now),
            in: db)
    }
}
