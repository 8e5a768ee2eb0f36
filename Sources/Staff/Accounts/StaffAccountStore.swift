import Base
import Storage
import Vault

/// Every statement about the `staff_accounts` table.
enum StaffAccountStore {
    /// **Range:** people of one page.
    static let listMax = 500

    static func insert(_ account: StaffAccount, vault: Vault, in db: any SQLConnection) throws {
        try db.run(
            """
            INSERT INTO staff_accounts (id, name_sealed, department, region, roles, state, created_at_ms)
            VALUES (\(account.id), \(vault.seal(Array(account.name.text.utf8), at: place(account.id))),
                \(account.department), \(account.region?.rawValue), \(StaffRole.text(account.roles)),
                \(account.state.rawValue), \(account.createdAt))
            """)
    }

    static func find(_ id: String, vault: Vault, in db: any SQLConnection) throws -> StaffAccount? {
        try db.rows(
            """
            SELECT \(raw: columns) FROM staff_accounts WHERE id = \(id)
            """
        ).first.map { try account($0, vault) }
    }

    /// A page of everybody there is or was, by number; those after one.
    static func all(
        after last: String, vault: Vault, in db: any SQLConnection
    ) throws -> [StaffAccount] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM staff_accounts WHERE id > \(last) ORDER BY id LIMIT \(listMax)
            """
        ).map { try account($0, vault) }
    }

    /// Everybody at work, of these roles where some are named: who is called, or could be the second of two, is nobody of a page,
    /// however many have come and gone.
    static func active(
        holding roles: Set<StaffRole>? = nil, vault: Vault, in db: any SQLConnection
    ) throws -> [StaffAccount] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM staff_accounts WHERE state = \(StaffAccount.State.active.rawValue)
            ORDER BY id
            """
        ).filter { row in
            guard let roles else { return true }
            return !StaffRole.roles(try row.text("roles")).isDisjoint(with: roles)
        }.map { try account($0, vault) }
    }

    static func count(in db: any SQLConnection) throws(SQLError) -> Int {
        Int(try db.rows("SELECT count(*) AS n FROM staff_accounts").first?.int("n") ?? 0)
    }

    /// Where active accounts serve that hold a role; no name is opened for it.
    static func seats(of role: StaffRole, in db: any SQLConnection) throws -> Set<StaffSeat> {
        let rows = try db.rows(
            """
            SELECT DISTINCT department, region, roles FROM staff_accounts
            WHERE state = \(StaffAccount.State.active.rawValue)
            """)
        var seats: Set<StaffSeat> = []
        for row in rows where StaffRole.roles(try row.text("roles")).contains(role) {
            seats.insert(
                StaffSeat(
                    department: try row.textIfPresent("department"),
                    region: try row.textIfPresent("region").flatMap(DivisionCode.init)))
        }
        return seats
    }

    /// Whether somebody who is not shut out holds the role.
    static func holds(_ role: StaffRole, states: [StaffAccount.State], in db: any SQLConnection) throws
        -> Bool
    {
        try db.rows("SELECT roles, state FROM staff_accounts").contains { row in
            let state: StaffAccount.State = try row.value("state")
            return try states.contains(state) && StaffRole.roles(row.text("roles")).contains(role)
        }
    }

    static func setState(
        _ id: String, _ state: StaffAccount.State, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run("UPDATE staff_accounts SET state = \(state.rawValue) WHERE id = \(id)")
    }

    static func setRoles(_ id: String, _ roles: Set<StaffRole>, in db: any SQLConnection) throws(SQLError) {
        try db.run("UPDATE staff_accounts SET roles = \(StaffRole.text(roles)) WHERE id = \(id)")
    }

    static func setPhone(_ id: String, _ phone: Phone?, vault: Vault, in db: any SQLConnection) throws {
        let sealed = try phone.map {
            try vault.seal(Array($0.text.utf8), at: FieldPlace("staff_accounts", "phone_sealed", row: id))
        }
        try db.run("UPDATE staff_accounts SET phone_sealed = \(sealed) WHERE id = \(id)")
    }

    static func setAddress(_ id: String, _ term: [UInt8]?, in db: any SQLConnection) throws(SQLError) {
        try db.run("UPDATE staff_accounts SET address_index = \(term) WHERE id = \(id)")
    }

    /// - Returns: Whether nothing had been said before.
    static func setPerson(_ id: String, _ term: [UInt8], in db: any SQLConnection) throws(SQLError) -> Bool {
        try db.run(
            "UPDATE staff_accounts SET person_index = \(term) WHERE id = \(id) AND person_index IS NULL") == 1
    }

    private static let columns: StaticString = """
        id, name_sealed, department, region, roles, state, created_at_ms, phone_sealed, address_index,
        person_index
        """

    private static func place(_ id: String) -> FieldPlace {
        FieldPlace("staff_accounts", "name_sealed", row: id)
    }

    private static func phone(_ row: SQLRow, _ id: String, _ vault: Vault) throws -> Phone? {
        guard let sealed = try row.bytesIfPresent("phone_sealed") else { return nil }
        let place = FieldPlace("staff_accounts", "phone_sealed", row: id)
        return Phone(String(decoding: try vault.open(sealed, at: place), as: UTF8.self))
    }

    private static func account(_ row: SQLRow, _ vault: Vault) throws -> StaffAccount {
        let id = try row.text("id")
        let name = String(decoding: try vault.open(row.bytes("name_sealed"), at: place(id)), as: UTF8.self)
        guard let name = PersonName(name) else { throw SQLError.unreadable(column: "name_sealed") }
        return StaffAccount(
            id: id, name: name, department: try row.textIfPresent("department"),
            region: try row.textIfPresent("region").flatMap(DivisionCode.init),
            roles: StaffRole.roles(try row.text("roles")), state: try row.value("state"),
            createdAt: try row.instant("created_at_ms"), phone: try phone(row, id, vault),
            address: try row.bytesIfPresent("address_index"),
            person: try row.bytesIfPresent("person_index"))
    }
}
