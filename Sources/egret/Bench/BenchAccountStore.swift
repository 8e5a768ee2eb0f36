import Base
import Storage
import Vault

/// Accounts of the benches' people, as the house keeps them.
enum BenchAccountStore {
    static func insert(
        _ citizen: Token, password: String?, vault: Vault, at now: Instant, in db: any SQLConnection
    ) throws {
        try db.run("INSERT INTO accounts (citizen_id, opened_at_ms) VALUES (\(citizen), \(now))")
        guard let password else { return }
        let id = Token(.live)
        let sealed = try vault.subject(citizen, in: db).sealText(
            password, at: FieldPlace("account_factors", "secret", row: id.rawValue))
        try db.run(
            """
            INSERT INTO account_factors (id, citizen_id, kind, secret_sealed, created_at_ms, confirmed_at_ms)
            VALUES (\(id), \(citizen), 'password', \(sealed), \(now), \(now))
            """)
    }
}
