import Base
import Storage
import Vault

/// Every statement about the `network_identities` table, and there is no other: by which name the national service knows
/// a person towards this application.
enum NetworkIdentityStore {
    private static let index = BlindIndex("network_identities.identifier", bits: 32)
    private static let candidatesMax: Int64 = 100

    /// Whose name it is; nil when nobody has shown us it together with her number.
    static func find(
        _ identifier: String, vault: Vault, in db: any SQLConnection
    ) throws -> Citizen? {
        let rows = try db.rows(
            """
            SELECT id, citizen_id, identifier_sealed FROM network_identities
            WHERE identifier_term = \(vault.term(index, identifier)) ORDER BY id LIMIT \(candidatesMax)
            """)
        for row in rows {
            let citizen: Token = try row.value("citizen_id")
            guard try open(row, citizen, vault: vault, in: db) == identifier else { continue }
            return try CitizenStore.find(citizen, vault: vault, in: db)
        }
        return nil
    }

    /// Ties the name to a person, in place of the one she had: who applies for a new certificate gets a new name.
    ///
    /// - Returns: False when it was tied to her before.
    static func link(
        _ identifier: String, to citizen: Token, id: Token, vault: Vault, at now: Instant,
        in db: any SQLConnection
    ) throws -> Bool {
        if try find(identifier, vault: vault, in: db)?.id == citizen { return false }
        try forget(citizen, in: db)
        let sealed = try vault.subject(citizen, in: db).sealText(identifier, at: place(id.rawValue))
        try db.run(
            """
            INSERT INTO network_identities (id, citizen_id, identifier_term, identifier_sealed, linked_at_ms)
            VALUES (\(id), \(citizen), \(vault.term(index, identifier)), \(sealed), \(now))
            """)
        return true
    }

    static func forget(_ citizen: Token, in db: any SQLConnection) throws(SQLError) {
        try db.run("DELETE FROM network_identities WHERE citizen_id = \(citizen)")
    }

    static func place(_ row: String) -> FieldPlace {
        FieldPlace("network_identities", "identifier", row: row)
    }

    /// Nil when the person's keys were destroyed: the row is then nobody's.
    private static func open(
        _ row: SQLRow, _ citizen: Token, vault: Vault, in db: any SQLConnection
    ) throws -> String? {
        do {
            return try vault.subject(citizen, in: db).openText(
                row.bytes("identifier_sealed"), at: place(row.text("id")))
        } catch VaultError.shredded {
            return nil
        }
    }
}
