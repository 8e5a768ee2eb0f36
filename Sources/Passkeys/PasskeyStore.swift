import Base
import Storage

/// Every statement about the `passkeys` table.
enum PasskeyStore {
    private static let holderMax = 20

    static func insert(
        _ passkey: Passkey, _ realm: RelyingParty.Realm, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            INSERT INTO passkeys
                (id, realm, holder, credential_id, algorithm, public_key, counter, created_at_ms)
            VALUES (\(passkey.id), \(realm.rawValue), \(passkey.holder), \(passkey.credentialID),
                \(passkey.algorithm.rawValue), \(passkey.publicKey), \(Int64(passkey.counter)),
                \(passkey.createdAt))
            """)
    }

    static func find(
        credential id: [UInt8], _ realm: RelyingParty.Realm, in db: any SQLConnection
    ) throws(SQLError) -> Passkey? {
        try db.rows(
            """
            SELECT id, holder, credential_id, algorithm, public_key, counter, created_at_ms, used_at_ms
            FROM passkeys WHERE realm = \(realm.rawValue) AND credential_id = \(id)
            """
        ).first.map(passkey)
    }

    /// The oldest first.
    static func all(
        of holder: String, _ realm: RelyingParty.Realm, in db: any SQLConnection
    ) throws(SQLError) -> [Passkey] {
        var passkeys: [Passkey] = []
        for row in try db.rows(
            """
            SELECT id, holder, credential_id, algorithm, public_key, counter, created_at_ms, used_at_ms
            FROM passkeys WHERE realm = \(realm.rawValue) AND holder = \(holder)
            ORDER BY created_at_ms, id LIMIT \(holderMax)
            """)
        {
            passkeys.append(try passkey(row))
        }
        return passkeys
    }

    /// Counts a use, unless the counter did not grow.
    ///
    /// - Returns: Whether it grew, or both are 0 for a device that does not count.
    static func grow(
        _ id: Token, to counter: UInt32, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        let uses: SQLStatement =
            if counter == 0 {
                "UPDATE passkeys SET used_at_ms = \(now) WHERE id = \(id) AND counter = 0"
            } else {
                """
                UPDATE passkeys SET counter = \(Int64(counter)), used_at_ms = \(now)
                WHERE id = \(id) AND counter < \(Int64(counter))
                """
            }
        return try db.run(uses) == 1
    }

    static func remove(
        _ id: Token, of holder: String, _ realm: RelyingParty.Realm, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            DELETE FROM passkeys
            WHERE id = \(id) AND realm = \(realm.rawValue) AND holder = \(holder)
            """) == 1
    }

    static func removeAll(
        of holder: String, _ realm: RelyingParty.Realm, in db: any SQLConnection
    ) throws(SQLError) -> Int {
        try db.run("DELETE FROM passkeys WHERE realm = \(realm.rawValue) AND holder = \(holder)")
    }

    private static func passkey(_ row: SQLRow) throws(SQLError) -> Passkey {
        guard let algorithm = PasskeyAlgorithm(rawValue: try row.int("algorithm")) else {
            throw .unreadable(column: "algorithm")
        }
        guard let counter = UInt32(exactly: try row.int("counter")) else {
            throw .unreadable(column: "counter")
        }
        return Passkey(
            id: try row.value("id"), holder: try row.text("holder"),
            credentialID: try row.bytes("credential_id"), algorithm: algorithm,
            publicKey: try row.bytes("public_key"), counter: counter,
            createdAt: try row.instant("created_at_ms"), usedAt: try row.instantIfPresent("used_at_ms"))
    }
}
