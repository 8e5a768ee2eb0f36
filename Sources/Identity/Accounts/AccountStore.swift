import Base
import Storage
import Vault

/// Every statement about the `accounts` and `account_devices` tables, and there is no other.
enum AccountStore {
    /// As wide as the index of numbers, and as narrow.
    static let phoneIndex = BlindIndex("accounts.phone", bits: 32)

    /// Opens a person's account, or notes in the one she has her present phone and from when on it is sure.
    ///
    /// A wait is never shortened, for what began it may have left a way to sign in; `reset` says that all ways are gone.
    static func open(
        _ citizen: Citizen, sureFrom: Instant, reset: Bool, vault: Vault, at now: Instant,
        in db: any SQLConnection
    ) throws(SQLError) {
        let term = citizen.phone.map { vault.term(phoneIndex, $0.text) }
        try db.run(
            """
            INSERT INTO accounts (citizen_id, phone_term, opened_at_ms, sure_from_ms)
            VALUES (\(citizen.id), \(term), \(now), \(sureFrom))
            ON CONFLICT (citizen_id) DO UPDATE
                SET phone_term = excluded.phone_term,
                    sure_from_ms = CASE WHEN \(reset) = 0 AND accounts.sure_from_ms > excluded.sure_from_ms
                        THEN accounts.sure_from_ms ELSE excluded.sure_from_ms END
            """)
    }

    /// From when on an account speaks for what must be sure; nil when it always does.
    static func sureFrom(_ citizen: Token, in db: any SQLConnection) throws(SQLError) -> Instant? {
        try db.rows("SELECT sure_from_ms FROM accounts WHERE citizen_id = \(citizen)").first?
            .instantIfPresent("sure_from_ms")
    }

    /// Notes her present phone in her account, if she has one.
    static func setPhone(
        _ phone: Phone, of citizen: Token, vault: Vault, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            UPDATE accounts SET phone_term = \(vault.term(phoneIndex, phone.text)) WHERE citizen_id = \(citizen)
            """)
    }

    static func isOpen(_ citizen: Token, in db: any SQLConnection) throws(SQLError) -> Bool {
        try !db.rows("SELECT citizen_id FROM accounts WHERE citizen_id = \(citizen)").isEmpty
    }

    /// The one whose account it is by number or phone; nil when nobody's, or when a phone is two people's.
    static func find(_ name: AccountName, vault: Vault, in db: any SQLConnection) throws -> Citizen? {
        switch name {
        case .number(let number):
            guard let citizen = try CitizenStore.find(number, vault: vault, in: db),
                try isOpen(citizen.id, in: db)
            else { return nil }
            return citizen
        case .phone(let phone):
            let rows = try db.rows(
                """
                SELECT citizen_id FROM accounts WHERE phone_term = \(vault.term(phoneIndex, phone.text))
                LIMIT \(CitizenStore.candidatesMax)
                """)
            let found = try rows.compactMap { row in
                try CitizenStore.find(row.value("citizen_id"), vault: vault, in: db)
            }.filter { $0.phone == phone }
            return found.count == 1 ? found[0] : nil
        }
    }

    /// As ``find(_:vault:in:)``, with the same statements whether there is somebody or not, for doors at which strangers could
    /// measure who has an account.
    ///
    /// `nobody` is an id that is nobody's.
    static func findEvenly(
        _ name: AccountName, nobody: Token, vault: Vault, in db: any SQLConnection
    ) throws -> Citizen? {
        switch name {
        case .number(let number):
            let citizen = try CitizenStore.findEvenly(number, vault: vault, in: db)
            let isOpen = try isOpen(citizen?.id ?? nobody, in: db)
            return isOpen ? citizen : nil
        case .phone:
            if let citizen = try find(name, vault: vault, in: db) { return citizen }
            _ = try CitizenStore.find(nobody, vault: vault, in: db)
            _ = try vault.imitatedSubject(in: db)
            return nil
        }
    }

    /// Closes an account for good: nothing is left by which anybody could sign in.
    static func close(_ citizen: Token, in db: any SQLConnection) throws(SQLError) {
        try db.run("DELETE FROM account_factors WHERE citizen_id = \(citizen)")
        try db.run("DELETE FROM account_devices WHERE citizen_id = \(citizen)")
        try db.run("DELETE FROM accounts WHERE citizen_id = \(citizen)")
    }

    static func wasOpen(
        _ citizen: Token, at moment: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try !db.rows(
            "SELECT 1 AS one FROM accounts WHERE citizen_id = \(citizen) AND opened_at_ms <= \(moment)"
        ).isEmpty
    }

    static func forgetDevices(of citizen: Token, in db: any SQLConnection) throws(SQLError) {
        try db.run("DELETE FROM account_devices WHERE citizen_id = \(citizen)")
    }

    /// Whether she has signed in from the browser before.
    static func knows(device: [UInt8], of citizen: Token, in db: any SQLConnection) throws(SQLError) -> Bool {
        try !db.rows(
            "SELECT id_hash FROM account_devices WHERE id_hash = \(device) AND citizen_id = \(citizen)"
        ).isEmpty
    }

    static func remember(
        device: [UInt8], of citizen: Token, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            INSERT INTO account_devices (id_hash, citizen_id, first_seen_at_ms, last_seen_at_ms)
            VALUES (\(device), \(citizen), \(now), \(now))
            ON CONFLICT (id_hash, citizen_id) DO UPDATE SET last_seen_at_ms = excluded.last_seen_at_ms
            """)
    }
}

/// What a person types to say whose account she means.
enum AccountName: Hashable, Sendable {
    case number(CitizenNumber)
    case phone(Phone)

    /// The one spelling of the name.
    var text: String {
        switch self {
        case .number(let number): "number|\(number.text)"
        case .phone(let phone): "phone|\(phone.text)"
        }
    }

    /// Nil when the text is neither; the page says then what it says of a wrong password.
    init?(_ input: String) {
        let text = input.filter { !$0.isWhitespace }
        if let phone = Phone(text) {
            self = .phone(phone)
        } else if let number = try? CitizenNumber(text) {
            self = .number(number)
        } else {
            return nil
        }
    }
}
