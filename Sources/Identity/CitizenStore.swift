public import Base
public import Storage
public import Vault

/// Every statement about the `citizens` table, and there is no other.
///
/// A person is found by number only through a keyed, truncated term; equal terms of two people are told apart by
/// opening the sealed number.
public enum CitizenStore {
    /// Thirty-two bits: at a million people a term finds at most a few others by chance, and tells a thief little.
    public static let numberIndex = BlindIndex("citizens.number", bits: 32)
    static let candidatesMax: Int64 = 100

    public static func find(_ number: CitizenNumber, vault: Vault, in db: any SQLConnection) throws
        -> Citizen?
    {
        let term = vault.term(numberIndex, number.text)
        let rows = try db.rows(
            "SELECT \(raw: columns) FROM citizens WHERE number_term = \(term) LIMIT \(candidatesMax)")
        for row in rows {
            let citizen = try read(row, vault: vault, in: db)
            if citizen?.number == number { return citizen }
        }
        return nil
    }

    /// As ``find(_:vault:in:)``, with the statements and the opening of fields also where nobody is found: for doors at
    /// which strangers could measure who is known.
    public static func findEvenly(
        _ number: CitizenNumber, vault: Vault, in db: any SQLConnection
    ) throws -> Citizen? {
        if let citizen = try find(number, vault: vault, in: db) { return citizen }
        let key = try vault.imitatedSubject(in: db)
        let place = FieldPlace("citizens", "number", row: key.subject.rawValue)
        for _ in 0..<3 { _ = try key.openText(key.sealText(number.text, at: place), at: place) }
        return nil
    }

    /// The same for a person who is known by id; nil stands for nobody.
    public static func findEvenly(
        _ id: Token?, vault: Vault, in db: any SQLConnection
    ) throws -> Citizen? {
        if let id, let citizen = try find(id, vault: vault, in: db) { return citizen }
        if id == nil { _ = try db.rows("SELECT \(raw: columns) FROM citizens WHERE id = ''") }
        let key = try vault.imitatedSubject(in: db)
        let place = FieldPlace("citizens", "number", row: key.subject.rawValue)
        for _ in 0..<3 { _ = try key.openText(key.sealText("350200190001010000", at: place), at: place) }
        return nil
    }

    public static func find(_ id: Token, vault: Vault, in db: any SQLConnection) throws -> Citizen? {
        let rows = try db.rows("SELECT \(raw: columns) FROM citizens WHERE id = \(id)")
        return try rows.first.flatMap { try read($0, vault: vault, in: db) }
    }

    /// The person whose key has been read in this transaction already.
    public static func find(_ key: SubjectKey, in db: any SQLConnection) throws -> Citizen? {
        let rows = try db.rows("SELECT \(raw: columns) FROM citizens WHERE id = \(key.subject)")
        return try rows.first.map { try read($0, by: key) }
    }

    /// Her number alone, for who asks nothing else about her; nil where there is nobody.
    public static func number(of key: SubjectKey, in db: any SQLConnection) throws -> CitizenNumber? {
        try db.rows("SELECT number_sealed FROM citizens WHERE id = \(key.subject)").first
            .map { try number($0, by: key) }
    }

    /// The telephone at which she gets her codes, and nothing else; nil where she has left none.
    public static func phone(of key: SubjectKey, in db: any SQLConnection) throws -> Phone? {
        try db.rows("SELECT phone_sealed FROM citizens WHERE id = \(key.subject)").first
            .flatMap { try phone($0, by: key) }
    }

    /// Adds a person with keys of her own.
    public static func insert(_ citizen: Citizen, vault: Vault, at now: Instant, in db: any SQLConnection)
        throws
    {
        let key = try vault.createSubject(citizen.id, in: db)
        let row = citizen.id.rawValue
        let number = try key.sealText(citizen.number.text, at: FieldPlace("citizens", "number", row: row))
        let name = try key.sealText(citizen.name, at: FieldPlace("citizens", "name", row: row))
        let phone = try citizen.phone.map { phone in
            try key.sealText(phone.text, at: FieldPlace("citizens", "phone", row: row))
        }
        try db.run(
            """
            INSERT INTO citizens (id, number_term, number_sealed, name_sealed, phone_sealed, created_at_ms)
            VALUES (\(citizen.id), \(vault.term(numberIndex, citizen.number.text)), \(number), \(name), \(phone),
                    \(now))
            """)
    }

    static func rename(_ citizen: Citizen, vault: Vault, in db: any SQLConnection) throws {
        let name = try vault.subject(citizen.id, in: db).sealText(
            citizen.name, at: FieldPlace("citizens", "name", row: citizen.id.rawValue))
        try db.run("UPDATE citizens SET name_sealed = \(name) WHERE id = \(citizen.id)")
    }

    static func setPhone(
        _ phone: Phone, of citizen: Token, vault: Vault, in db: any SQLConnection
    ) throws {
        let sealed = try vault.subject(citizen, in: db).sealText(
            phone.text, at: FieldPlace("citizens", "phone", row: citizen.rawValue))
        try db.run("UPDATE citizens SET phone_sealed = \(sealed) WHERE id = \(citizen)")
    }

    /// Persons without a visit, in order of their ids.
    static func withoutVisits(
        metBefore moment: Instant, after: String, limit: Int, in db: any SQLConnection
    ) throws(SQLError) -> [Token] {
        try db.rows(
            """
            SELECT c.id FROM citizens c WHERE c.id > \(after) AND c.created_at_ms < \(moment)
                AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.citizen_id = c.id)
                AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.citizen_id = c.id)
                AND NOT EXISTS (SELECT 1 FROM account_sessions t WHERE t.citizen_id = c.id)
            ORDER BY c.id LIMIT \(limit)
            """
        ).map { row throws(SQLError) in try row.value("id") }
    }

    /// - Returns: False when the person is not there, or a visit of hers is.
    static func remove(
        _ id: Token, metBefore moment: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            DELETE FROM citizens WHERE id = \(id) AND created_at_ms < \(moment)
                AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.citizen_id = citizens.id)
                AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.citizen_id = citizens.id)
                AND NOT EXISTS (SELECT 1 FROM account_sessions t WHERE t.citizen_id = citizens.id)
            """) == 1
    }

    private static let columns: StaticString = "id, number_sealed, name_sealed, phone_sealed"

    /// Nil when the person's keys were destroyed: the row is then nobody's.
    private static func read(_ row: SQLRow, vault: Vault, in db: any SQLConnection) throws -> Citizen? {
        do {
            return try read(row, by: vault.subject(row.value("id"), in: db))
        } catch VaultError.shredded {
            return nil
        }
    }

    private static func read(_ row: SQLRow, by key: SubjectKey) throws -> Citizen {
        let id = key.subject
        return Citizen(
            id: id, number: try number(row, by: key),
            name: try key.openText(
                row.bytes("name_sealed"), at: FieldPlace("citizens", "name", row: id.rawValue)),
            phone: try phone(row, by: key))
    }

    private static func phone(_ row: SQLRow, by key: SubjectKey) throws -> Phone? {
        try row.bytesIfPresent("phone_sealed").flatMap { sealed in
            Phone(try key.openText(sealed, at: FieldPlace("citizens", "phone", row: key.subject.rawValue)))
        }
    }

    private static func number(_ row: SQLRow, by key: SubjectKey) throws -> CitizenNumber {
        try CitizenNumber(
            key.openText(
                row.bytes("number_sealed"), at: FieldPlace("citizens", "number", row: key.subject.rawValue)))
    }
}
