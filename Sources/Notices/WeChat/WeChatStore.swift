import Base
import Storage
import Vault

/// Every statement about the `wechat_bindings`, `wechat_scenes` and `wechat_undelivered` tables, and there is no other.
///
/// An openid is sealed under the person's key; a callback finds it by a keyed, truncated term and then by opening.
enum WeChatStore {
    static let openIDIndex = BlindIndex("wechat_bindings.openid", bits: 32)
    private static let sceneIndex = BlindIndex("wechat_scenes.scene", bits: 256)
    static let candidatesMax: Int64 = 100

    static func hash(scene: String, _ vault: Vault) -> [UInt8] { vault.term(sceneIndex, scene) }

    static func binding(
        of citizen: Token, vault: Vault, in db: any SQLConnection
    ) throws -> WeChatBinding? {
        try db.rows("SELECT \(raw: bindingColumns) FROM wechat_bindings WHERE citizen_id = \(citizen)")
            .first.flatMap { try binding($0, vault, in: db) }
    }

    /// Everybody whose WeChat it is; one phone may be told for several people of a family.
    static func bindings(
        openID: String, vault: Vault, in db: any SQLConnection
    ) throws -> [WeChatBinding] {
        try db.rows(
            """
            SELECT \(raw: bindingColumns) FROM wechat_bindings
            WHERE openid_term = \(vault.term(openIDIndex, openID)) ORDER BY citizen_id LIMIT \(candidatesMax)
            """
        ).compactMap { try binding($0, vault, in: db) }.filter { $0.openID == openID }
    }

    /// Ties a WeChat to a person, in place of the one she had.
    static func bind(_ binding: WeChatBinding, vault: Vault, in db: any SQLConnection) throws {
        let sealed = try vault.subject(binding.citizen, in: db).sealText(
            binding.openID, at: bindingPlace(binding.citizen.rawValue))
        try db.run("DELETE FROM wechat_bindings WHERE citizen_id = \(binding.citizen)")
        try db.run(
            """
            INSERT INTO wechat_bindings (citizen_id, openid_term, openid_sealed, channel, bound_at_ms)
            VALUES (\(binding.citizen), \(vault.term(openIDIndex, binding.openID)), \(sealed),
                \(binding.channel), \(binding.boundAt))
            """)
    }

    /// Keeps since when WeChat takes a name for another account's, or that it does no more (nil); not where she has bound
    /// another meanwhile.
    static func mark(
        _ binding: WeChatBinding, elsewhereSince moment: Instant?, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            UPDATE wechat_bindings SET elsewhere_at_ms = \(moment)
            WHERE citizen_id = \(binding.citizen) AND bound_at_ms = \(binding.boundAt)
            """)
    }

    /// - Returns: False when nothing is bound.
    static func choose(
        _ channel: NoticeChannel, for citizen: Token, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run("UPDATE wechat_bindings SET channel = \(channel) WHERE citizen_id = \(citizen)") == 1
    }

    /// Forgets her WeChat; pictures that wait count no more.
    ///
    /// - Returns: Whether one was bound.
    static func unbind(_ citizen: Token, in db: any SQLConnection) throws(SQLError) -> Bool {
        try drop(of: citizen, in: db)
        return try db.run("DELETE FROM wechat_bindings WHERE citizen_id = \(citizen)") == 1
    }

    /// Leaves nothing of a person who is erased.
    static func erase(_ citizen: Token, in db: any SQLConnection) throws(SQLError) {
        try db.run("DELETE FROM wechat_bindings WHERE citizen_id = \(citizen)")
        try db.run("DELETE FROM wechat_scenes WHERE citizen_id = \(citizen)")
    }

    /// Keeps a picture in place of the ones that she has been shown before, which no longer count.
    static func insert(
        _ scene: WeChatScene, hash: [UInt8], vault: Vault, in db: any SQLConnection
    ) throws {
        let sealed = try vault.subject(scene.asker.citizen, in: db).sealText(
            scene.address, at: place("address", scene.id))
        try drop(of: scene.asker.citizen, in: db)
        try db.run(
            """
            INSERT INTO wechat_scenes (id, citizen_id, session_id, scene_hash, address_sealed, state, tries, made_at_ms)
            VALUES (\(scene.id), \(scene.asker.citizen), \(scene.asker.session), \(hash), \(sealed),
                \(scene.state), 0, \(scene.madeAt))
            """)
    }

    private static func drop(of citizen: Token, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            UPDATE wechat_scenes SET state = 'dropped', openid_sealed = NULL, code_hash = NULL
            WHERE citizen_id = \(citizen) AND state IN ('waiting', 'scanned', 'asked')
            """)
    }

    static func made(
        of citizen: Token, since moment: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Int {
        Int(
            try db.rows(
                """
                SELECT count(*) AS n FROM wechat_scenes WHERE citizen_id = \(citizen) AND made_at_ms > \(moment)
                """
            ).first?.int("n") ?? 0)
    }

    /// The newest of a session.
    static func newest(
        of asker: WeChatAsker, vault: Vault, in db: any SQLConnection
    ) throws -> WeChatScene? {
        try db.rows(
            """
            SELECT \(raw: sceneColumns) FROM wechat_scenes
            WHERE citizen_id = \(asker.citizen) AND session_id = \(asker.session)
            ORDER BY made_at_ms DESC, id DESC LIMIT 1
            """
        ).first.flatMap { try scene($0, vault, in: db) }
    }

    static func find(hash: [UInt8], vault: Vault, in db: any SQLConnection) throws -> WeChatScene? {
        try db.rows("SELECT \(raw: sceneColumns) FROM wechat_scenes WHERE scene_hash = \(hash)")
            .first.flatMap { try scene($0, vault, in: db) }
    }

    /// - Returns: False when it is in another state meanwhile.
    static func move(
        _ scene: WeChatScene, from state: WeChatScene.State, vault: Vault, in db: any SQLConnection
    ) throws -> Bool {
        let key = try vault.subject(scene.asker.citizen, in: db)
        let sealed = try scene.openID.map { try key.sealText($0, at: place("openid", scene.id)) }
        return try db.run(
            """
            UPDATE wechat_scenes SET state = \(scene.state), openid_sealed = \(sealed),
                code_hash = \(scene.codeHash), tries = \(Int64(scene.tries))
            WHERE id = \(scene.id) AND state = \(state)
            """) == 1
    }

    /// Keeps that a message has not arrived of which we do not know yet that it went; harmless the second time.
    static func keepUndelivered(
        _ message: Int64, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            INSERT INTO wechat_undelivered (message, heard_at_ms) VALUES (\(String(message)), \(now))
            ON CONFLICT (message) DO NOTHING
            """)
    }

    /// - Returns: Whether it was told, before it was known, that the message has not arrived; then that is forgotten.
    static func takeUndelivered(_ message: Int64, in db: any SQLConnection) throws(SQLError) -> Bool {
        try db.run("DELETE FROM wechat_undelivered WHERE message = \(String(message))") == 1
    }

    /// Pictures, and words that belong to no message of ours, go with the codes that were sent to a phone.
    static let forgetters = [
        Forgetter(
            .codes, of: "wechat",
            due: { before, after, limit in
                """
                SELECT id AS key FROM wechat_scenes WHERE id > \(after) AND made_at_ms < \(before)
                ORDER BY id LIMIT \(limit)
                """
            },
            forget: { key, before in
                "DELETE FROM wechat_scenes WHERE id = \(key) AND made_at_ms < \(before)"
            }),
        Forgetter(
            .codes, of: "undelivered",
            due: { before, after, limit in
                """
                SELECT message AS key FROM wechat_undelivered WHERE message > \(after) AND heard_at_ms < \(before)
                ORDER BY message LIMIT \(limit)
                """
            },
            forget: { key, before in
                "DELETE FROM wechat_undelivered WHERE message = \(key) AND heard_at_ms < \(before)"
            }),
    ]

    /// What this room gives a person of her WeChat.
    static func exporters(_ vault: Vault) -> [PersonExporter] {
        [
            PersonExporter(
                "wechat_bindings",
                ["citizen_id", "openid_sealed", "channel", "bound_at_ms", "elsewhere_at_ms"],
                left: ["openid_term": "made of the openid, which is in the copy"],
                select: {
                    """
                    SELECT citizen_id, openid_sealed, channel, bound_at_ms, elsewhere_at_ms FROM wechat_bindings
                    WHERE citizen_id = \($0) LIMIT 1
                    """
                },
                open: { _, sealed, _, citizen, db in
                    try vault.subject(citizen, in: db).openText(sealed, at: bindingPlace(citizen.rawValue))
                }),
            PersonExporter(
                "wechat_scenes", ["id", "citizen_id", "session_id", "state", "tries", "made_at_ms"],
                left: [
                    "scene_hash": "tells nothing about her, and was good for five minutes",
                    "address_sealed": "led to a picture that was good for five minutes",
                    "openid_sealed": "empty once it is known whose it is",
                    "code_hash": "tells nothing about her, and was good for ten minutes",
                ],
                select: {
                    """
                    SELECT id, citizen_id, session_id, state, tries, made_at_ms FROM wechat_scenes
                    WHERE citizen_id = \($0) ORDER BY made_at_ms LIMIT 10000
                    """
                }),
        ]
    }

    private static let bindingColumns: StaticString =
        "citizen_id, openid_sealed, channel, bound_at_ms, elsewhere_at_ms"
    private static let sceneColumns: StaticString =
        "id, citizen_id, session_id, state, address_sealed, openid_sealed, code_hash, tries, made_at_ms"

    static func bindingPlace(_ citizen: String) -> FieldPlace {
        FieldPlace("wechat_bindings", "openid", row: citizen)
    }

    static func place(_ column: StaticString, _ id: Token) -> FieldPlace {
        FieldPlace("wechat_scenes", column, row: id.rawValue)
    }

    /// Nil when the person's keys were destroyed: the row is then nobody's.
    private static func binding(
        _ row: SQLRow, _ vault: Vault, in db: any SQLConnection
    ) throws -> WeChatBinding? {
        let citizen: Token = try row.value("citizen_id")
        guard let key = try key(of: citizen, vault, in: db) else { return nil }
        return WeChatBinding(
            citizen: citizen,
            openID: try key.openText(row.bytes("openid_sealed"), at: bindingPlace(citizen.rawValue)),
            channel: try row.value("channel"), boundAt: try row.instant("bound_at_ms"),
            elsewhereSince: try row.instantIfPresent("elsewhere_at_ms"))
    }

    private static func scene(
        _ row: SQLRow, _ vault: Vault, in db: any SQLConnection
    ) throws -> WeChatScene? {
        let (id, citizen): (Token, Token) = (try row.value("id"), try row.value("citizen_id"))
        guard let key = try key(of: citizen, vault, in: db) else { return nil }
        return WeChatScene(
            id: id, asker: WeChatAsker(citizen: citizen, session: try row.value("session_id")),
            state: try row.value("state"),
            address: try key.openText(row.bytes("address_sealed"), at: place("address", id)),
            openID: try row.bytesIfPresent("openid_sealed").map {
                try key.openText($0, at: place("openid", id))
            },
            codeHash: try row.bytesIfPresent("code_hash"), tries: Int(try row.int("tries")),
            madeAt: try row.instant("made_at_ms"))
    }

    private static func key(
        of citizen: Token, _ vault: Vault, in db: any SQLConnection
    ) throws -> SubjectKey? {
        do {
            return try vault.subject(citizen, in: db)
        } catch VaultError.shredded {
            return nil
        }
    }
}
