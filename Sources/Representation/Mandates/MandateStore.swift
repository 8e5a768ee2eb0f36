import Base
import Catalogue
import Foundation
import Storage
import Vault

/// Every statement about the `mandates` table, and there is no other.
enum MandateStore {
    /// Thirty-two bits: finds a holder among a million with few others by chance, and tells a thief little.
    static let holderIndex = BlindIndex("mandates.holder", bits: 32)

    static func insert(_ mandate: Mandate, vault: Vault, in db: any SQLConnection) throws {
        let sealed = try vault.subject(mandate.giver, in: db).seal(
            [UInt8](JSONEncoder().encode(mandate.holder)), at: place(mandate.id))
        let services = mandate.services.map(\.rawValue).joined(separator: " ")
        try db.run(
            """
            INSERT INTO mandates (id, giver_id, holder_term, holder_sealed, services, given_at_ms, expires_at_ms)
            VALUES (\(mandate.id), \(mandate.giver), \(vault.term(holderIndex, mandate.holder.number)), \(sealed),
                    \(services), \(mandate.givenAt), \(mandate.expiresAt))
            """)
    }

    static func find(_ id: Token, vault: Vault, in db: any SQLConnection) throws -> Mandate? {
        try db.rows("SELECT \(raw: columns) FROM mandates WHERE id = \(id)").first
            .flatMap { try read($0, vault: vault, in: db) }
    }

    /// Those a person gave, the youngest first: every one, for an old one may hold behind many that were taken back.
    static func given(by giver: Token, vault: Vault, in db: any SQLConnection) throws -> [Mandate] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM mandates WHERE giver_id = \(giver)
            ORDER BY given_at_ms DESC, id
            """
        ).compactMap { try read($0, vault: vault, in: db) }
    }

    /// Those that hold now and name exactly this person, by number and by name.
    static func held(
        by holder: Mandate.Holder, at now: Instant, vault: Vault, in db: any SQLConnection
    ) throws -> [Mandate] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM mandates
            WHERE holder_term = \(vault.term(holderIndex, holder.number)) AND revoked_at_ms IS NULL
                AND expires_at_ms > \(now)
            ORDER BY given_at_ms DESC, id
            """
        ).compactMap { try read($0, vault: vault, in: db) }.filter {
            $0.holder == holder && $0.standing(at: now) == .holds
        }
    }

    static func countHolding(by giver: Token, at now: Instant, in db: any SQLConnection) throws(SQLError)
        -> Int
    {
        let row = try db.rows(
            """
            SELECT count(*) AS n FROM mandates
            WHERE giver_id = \(giver) AND revoked_at_ms IS NULL AND expires_at_ms > \(now)
            """
        ).first
        return Int(try row?.int("n") ?? 0)
    }

    /// - Returns: False when there is no such mandate of hers, or it holds no longer.
    static func revoke(
        _ id: Token, of giver: Token, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE mandates SET revoked_at_ms = \(now)
            WHERE id = \(id) AND giver_id = \(giver) AND revoked_at_ms IS NULL AND expires_at_ms > \(now)
            """) == 1
    }

    /// Forgets every mandate whose holder has the number.
    static func forget(heldBy number: CitizenNumber, vault: Vault, in db: any SQLConnection) throws {
        let named = try db.rows(
            """
            SELECT \(raw: columns) FROM mandates WHERE holder_term = \(vault.term(holderIndex, number.text))
            ORDER BY id LIMIT 10000
            """
        ).compactMap { try read($0, vault: vault, in: db) }.filter { $0.holder.number == number.text }
        for mandate in named { try db.run("DELETE FROM mandates WHERE id = \(mandate.id)") }
    }

    static func place(_ id: Token) -> FieldPlace { FieldPlace("mandates", "holder", row: id.rawValue) }

    private static let columns: StaticString =
        "id, giver_id, holder_sealed, services, given_at_ms, expires_at_ms, revoked_at_ms"

    /// Nil when the giver was erased: what nobody gives holds nothing.
    private static func read(_ row: SQLRow, vault: Vault, in db: any SQLConnection) throws -> Mandate? {
        let (id, giver): (Token, Token) = (try row.value("id"), try row.value("giver_id"))
        let key: SubjectKey
        do {
            key = try vault.subject(giver, in: db)
        } catch VaultError.shredded {
            return nil
        }
        let holder = try key.open(row.bytes("holder_sealed"), at: place(id))
        return Mandate(
            id: id, giver: giver,
            holder: try JSONDecoder().decode(Mandate.Holder.self, from: Data(holder)),
            services: try row.text("services").split(separator: " ").compactMap {
                ServiceID(rawValue: String($0))
            },
            givenAt: try row.instant("given_at_ms"), expiresAt: try row.instant("expires_at_ms"),
            revokedAt: try row.instantIfPresent("revoked_at_ms"))
    }
}
