import Base
import Audit
import Storage
import Vault

/// Ties a person's WeChat to her account: she agrees, scans a picture that is hers alone, says that it was she, and types
/// the code that came to that WeChat.
///
/// Whoever scans over her shoulder is not bound: the code comes to the phone that has scanned, and is typed in the session
/// that showed the picture. A picture that two phones have scanned is worth nothing.
struct BindWeChat: Sendable {
    /// How it stands with her WeChat, in one of her sessions.
    enum Standing: Hashable, Sendable {
        case none
        /// The picture waits to be scanned.
        case waiting(address: String)
        /// Somebody's WeChat has scanned it.
        case scanned(tail: String)
        /// A code went there.
        case asked(tail: String)
        case bound(WeChatBinding, holds: Bool)
    }

    let parts: NoticeParts

    init(_ parts: NoticeParts) {
        self.parts = parts
    }

    func standing(for asker: WeChatAsker) async throws -> Standing {
        let (parts, channel) = (parts, try parts.requireWeChat())
        let now = parts.world.now()
        return try await parts.engine.read { db in
            let binding = try WeChatStore.binding(of: asker.citizen, vault: parts.vault, in: db)
            let bound = try binding.map {
                Standing.bound($0, holds: try channel.consent.holds(asker.citizen, db))
            }
            // What WeChat takes no messages for is bound anew in its place.
            if let bound, binding?.elsewhereSince == nil { return bound }
            guard let scene = try WeChatStore.newest(of: asker, vault: parts.vault, in: db),
                !scene.isOver(at: now)
            else { return bound ?? .none }
            switch (scene.state, scene.openID.map(WeChatScene.tail)) {
            case (.scanned, let tail?): return .scanned(tail: tail)
            case (.asked, let tail?): return .asked(tail: tail)
            default: return .waiting(address: scene.address)
            }
        }
    }

    /// Keeps her consent and makes a picture.
    ///
    /// - Throws: ``NoticeRefused/weChatOff``, ``NoticeRefused/weChatTooOften``, ``NoticeRefused/weChatSilent``; what the
    ///   ledger of consents throws.
    func begin(for asker: WeChatAsker, requestID: String) async throws {
        let (parts, channel) = (parts, try parts.requireWeChat())
        try await parts.engine.read { db in try Self.requireRoom(asker.citizen, parts, in: db) }
        try await channel.consent.give(asker, requestID)
        let scene = Token(parts.world)
        let address: String
        do {
            address = try await channel.port.picture(of: scene.rawValue, for: WeChatScene.scanLife)
        } catch {
            throw NoticeRefused.weChatSilent
        }
        let made = WeChatScene(
            id: Token(parts.world), asker: asker, state: .waiting, address: address, openID: nil,
            codeHash: nil, tries: 0, madeAt: parts.world.now())
        try await parts.engine.write { db in
            try Self.requireRoom(asker.citizen, parts, in: db)
            try WeChatStore.insert(
                made, hash: WeChatStore.hash(scene: scene.rawValue, parts.vault), vault: parts.vault, in: db)
        }
    }

    /// Sends a code to the WeChat that has scanned her picture: she says that it is hers.
    ///
    /// - Throws: ``NoticeRefused/weChatOver``, ``NoticeRefused/weChatSilent``.
    func claim(for asker: WeChatAsker, requestID: String) async throws {
        let (parts, channel) = (parts, try parts.requireWeChat())
        let code = Self.code(parts.world)
        let key = Token(parts.world)
        let openID = try await parts.engine.write { db in
            var scene = try Self.scene(of: asker, .scanned, parts, in: db)
            guard let openID = scene.openID, try channel.consent.holds(asker.citizen, db) else {
                throw NoticeRefused.weChatOver
            }
            scene.state = .asked
            scene.codeHash = Self.hash(code, scene, parts.vault)
            guard try WeChatStore.move(scene, from: .scanned, vault: parts.vault, in: db) else {
                throw NoticeRefused.weChatOver
            }
            try parts.noteWeChat(
                "notice.wechat-code", of: asker.citizen, by: .citizen, requestID: requestID, in: db)
            return openID
        }
        let answer = try? await channel.port.send(.code(code), to: openID, key: key)
        guard case .taken = answer else {
            try await drop(for: asker)
            throw NoticeRefused.weChatSilent
        }
    }

    /// Makes the WeChat hers whose code she types.
    ///
    /// - Throws: ``NoticeRefused/weChatCodeWrong``; ``NoticeRefused/weChatOver``, also after the third wrong one.
    func confirm(_ input: String, for asker: WeChatAsker, requestID: String) async throws {
        let (parts, channel) = (parts, try parts.requireWeChat())
        let now = parts.world.now()
        let isRight = try await parts.engine.write { db in
            var scene = try Self.scene(of: asker, .asked, parts, in: db)
            guard let openID = scene.openID, let hash = scene.codeHash,
                try channel.consent.holds(asker.citizen, db)
            else { throw NoticeRefused.weChatOver }
            // People read codes with spaces between the digits.
            let typed = input.withNarrowSigns.filter { !" -".contains($0) }
            let isRight = constantTimeEquals(Self.hash(typed, scene, parts.vault), hash)
            scene.tries += 1
            if isRight || scene.tries >= WeChatScene.codeTries {
                scene.state = isRight ? .bound : .dropped
                (scene.openID, scene.codeHash) = (nil, nil)
            }
            guard try WeChatStore.move(scene, from: .asked, vault: parts.vault, in: db) else {
                throw NoticeRefused.weChatOver
            }
            guard isRight else { return scene.isOpen ? false : nil as Bool? }
            try WeChatStore.bind(
                WeChatBinding(citizen: asker.citizen, openID: openID, channel: .both, boundAt: now),
                vault: parts.vault, in: db)
            try parts.noteWeChat(
                "notice.wechat-bound", of: asker.citizen, by: .citizen, requestID: requestID, in: db)
            return true
        }
        guard let isRight else { throw NoticeRefused.weChatOver }
        guard isRight else { throw NoticeRefused.weChatCodeWrong }
    }

    /// Gives up the picture: another's phone has scanned it, or she thinks better of it.
    func drop(for asker: WeChatAsker) async throws {
        let parts = parts
        try await parts.engine.write { db in
            guard var scene = try WeChatStore.newest(of: asker, vault: parts.vault, in: db), scene.isOpen
            else { return }
            let state = scene.state
            (scene.state, scene.openID, scene.codeHash) = (.dropped, nil, nil)
            _ = try WeChatStore.move(scene, from: state, vault: parts.vault, in: db)
        }
    }

    /// Keeps her consent once more, after it has run out.
    func agree(for asker: WeChatAsker, requestID: String) async throws {
        try await parts.requireWeChat().consent.give(asker, requestID)
    }

    /// Forgets her WeChat and takes her consent back.
    func unbind(for asker: WeChatAsker, requestID: String) async throws {
        let (parts, channel) = (parts, try parts.requireWeChat())
        try await parts.engine.write { db in
            try parts.forgetWeChat(
                of: asker.citizen, by: .citizen, because: "asked", requestID: requestID, in: db)
        }
        try await channel.consent.withdraw(asker, requestID)
    }

    /// The scene that counts, in the state that the next step needs.
    private static func scene(
        of asker: WeChatAsker, _ state: WeChatScene.State, _ parts: NoticeParts, in db: any SQLConnection
    ) throws -> WeChatScene {
        guard let scene = try WeChatStore.newest(of: asker, vault: parts.vault, in: db),
            scene.state == state, !scene.isOver(at: parts.world.now())
        else { throw NoticeRefused.weChatOver }
        return scene
    }

    private static func requireRoom(
        _ citizen: Token, _ parts: NoticeParts, in db: any SQLConnection
    ) throws {
        let since = parts.world.now() - .seconds(3_600)
        guard try WeChatStore.made(of: citizen, since: since, in: db) < WeChatScene.perHourMax else {
            throw NoticeRefused.weChatTooOften
        }
    }

    /// Uniform over 0000 to 9999: 64 random bits leave a bias below 1 in 10¹⁵.
    private static func code(_ world: World) -> String {
        let number = world.random(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return String(number % 10_000).leftPadded(to: WeChatScene.codeDigits)
    }

    private static func hash(_ code: String, _ scene: WeChatScene, _ vault: Vault) -> [UInt8] {
        vault.term(BlindIndex("wechat_scenes.code", bits: 256), "\(scene.id)|\(code)")
    }
}

extension NoticeParts {
    /// - Throws: ``NoticeRefused/weChatOff``.
    func requireWeChat() throws(NoticeRefused) -> WeChatChannel {
        guard let weChat else { throw .weChatOff }
        return weChat
    }
}
