import Base
import Storage

/// Every statement about the `oidc_consents` table.
enum ClientConsentStore {
    static let consentsMax = 200

    static func give(_ consent: ClientConsent, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO oidc_consents (citizen_id, client_id, scopes, wording, given_at_ms)
            VALUES (\(consent.citizen), \(consent.client), \(consent.scopes.text), \(consent.wording),
                    \(consent.givenAt))
            ON CONFLICT (citizen_id, client_id) DO UPDATE SET scopes = excluded.scopes, wording = excluded.wording,
                given_at_ms = excluded.given_at_ms, withdrawn_at_ms = NULL
            """)
    }

    static func find(
        _ citizen: Token, _ client: String, in db: any SQLConnection
    ) throws(SQLError) -> ClientConsent? {
        try db.rows(
            "SELECT \(raw: columns) FROM oidc_consents WHERE citizen_id = \(citizen) AND client_id = \(client)"
        ).first.map(read)
    }

    /// What a person has given and not taken back, newest first.
    static func given(
        by citizen: Token, in db: any SQLConnection
    ) throws(SQLError) -> [ClientConsent] {
        try db.rows(
            """
            SELECT \(raw: columns) FROM oidc_consents WHERE citizen_id = \(citizen) AND withdrawn_at_ms IS NULL
            ORDER BY given_at_ms DESC, client_id LIMIT \(consentsMax)
            """
        ).map(read)
    }

    /// - Returns: Whether there was one to take back.
    static func withdraw(
        _ citizen: Token, _ client: String, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE oidc_consents SET withdrawn_at_ms = \(now)
            WHERE citizen_id = \(citizen) AND client_id = \(client) AND withdrawn_at_ms IS NULL
            """) == 1
    }

    private static let columns: StaticString =
        "citizen_id, client_id, scopes, wording, given_at_ms, withdrawn_at_ms"

    private static func read(_ row: SQLRow) throws(SQLError) -> ClientConsent {
        ClientConsent(
            citizen: try row.value("citizen_id"), client: try row.text("client_id"),
            scopes: Set(text: try row.text("scopes")), wording: try row.text("wording"),
            givenAt: try row.instant("given_at_ms"), withdrawnAt: try row.instantIfPresent("withdrawn_at_ms"))
    }
}
