public import Storage
public import Vault
import Base

/// What this room gives a person of herself.
public enum IdentityCopyStore {
    public static func exporters(_ vault: Vault) -> [PersonExporter] {
        [
            PersonExporter(
                "citizens", ["id", "number_sealed", "name_sealed", "phone_sealed", "created_at_ms"],
                left: ["number_term": "made of the number, which is in the copy"],
                select: {
                    """
                    SELECT id, number_sealed, name_sealed, phone_sealed, created_at_ms FROM citizens
                    WHERE id = \($0) LIMIT 1
                    """
                },
                open: { column, sealed, _, citizen, db in
                    let field: StaticString =
                        switch column {
                        case "number_sealed": "number"
                        case "name_sealed": "name"
                        default: "phone"
                        }
                    return try vault.subject(citizen, in: db).openText(
                        sealed, at: FieldPlace("citizens", field, row: citizen.rawValue))
                }),
            PersonExporter(
                "sessions", visitColumns,
                left: [
                    "token_hash": "tells nothing about her, and served to let her in",
                    "claim_sealed": "empty once it is known whose it is",
                ],
                select: {
                    """
                    SELECT id, terminal_id, language, service, way, citizen_id, factors, face_tries, code_tries,
                        started_at_ms, last_seen_at_ms, ended_at_ms, end_reason, for_another
                    FROM sessions WHERE citizen_id = \($0) ORDER BY started_at_ms LIMIT 10000
                    """
                }),
            PersonExporter(
                "consents", ["id", "session_id", "purpose", "wording", "given_at_ms", "withdrawn_at_ms"],
                select: {
                    """
                    SELECT c.id AS id, session_id, purpose, wording, given_at_ms, withdrawn_at_ms
                    FROM consents c JOIN sessions s ON s.id = c.session_id
                    WHERE s.citizen_id = \($0) ORDER BY given_at_ms LIMIT 10000
                    """
                }),
            PersonExporter(
                "login_codes", ["id", "session_id", "sent_at_ms", "expires_at_ms", "used_at_ms"],
                left: [
                    "number_term": "made of the number, which is in the copy",
                    "code_hash": "tells nothing about her, and was good for five minutes",
                ],
                select: {
                    """
                    SELECT l.id AS id, session_id, sent_at_ms, expires_at_ms, used_at_ms
                    FROM login_codes l JOIN sessions s ON s.id = l.session_id
                    WHERE s.citizen_id = \($0) ORDER BY sent_at_ms LIMIT 10000
                    """
                }),
            PersonExporter(
                "network_identities", ["id", "citizen_id", "identifier_sealed", "linked_at_ms"],
                left: ["identifier_term": "made of the name, which is in the copy"],
                select: {
                    """
                    SELECT id, citizen_id, identifier_sealed, linked_at_ms FROM network_identities
                    WHERE citizen_id = \($0) LIMIT 1
                    """
                },
                open: { _, sealed, row, citizen, db in
                    try vault.subject(citizen, in: db).openText(
                        sealed, at: NetworkIdentityStore.place(row.text("id")))
                }),
        ] + accounts
    }

    private static let accounts = [
        PersonExporter(
            "accounts", ["citizen_id", "opened_at_ms", "sure_from_ms"],
            left: ["phone_term": "made of the phone, which is in the copy"],
            select: {
                "SELECT citizen_id, opened_at_ms, sure_from_ms FROM accounts WHERE citizen_id = \($0) LIMIT 1"
            }),
        PersonExporter(
            "account_factors",
            [
                "id", "citizen_id", "kind", "session_id", "last_step", "created_at_ms", "confirmed_at_ms",
                "last_used_at_ms",
                "revoked_at_ms",
            ],
            left: ["secret_sealed": "whoever reads it could sign in as her; it tells nothing about her"],
            select: {
                """
                SELECT id, citizen_id, kind, session_id, last_step, created_at_ms, confirmed_at_ms, last_used_at_ms,
                    revoked_at_ms
                FROM account_factors WHERE citizen_id = \($0) ORDER BY created_at_ms LIMIT 10000
                """
            }),
        PersonExporter(
            "account_sessions",
            [
                "id", "citizen_id", "state", "factors", "level", "language", "tries", "started_at_ms",
                "last_seen_at_ms", "authenticated_at_ms", "ended_at_ms", "end_reason",
            ],
            left: ["token_hash": "tells nothing about her, and served to let her in"],
            select: {
                """
                SELECT id, citizen_id, state, factors, level, language, tries, started_at_ms, last_seen_at_ms,
                    authenticated_at_ms, ended_at_ms, end_reason
                FROM account_sessions WHERE citizen_id = \($0) ORDER BY started_at_ms LIMIT 10000
                """
            }),
        PersonExporter(
            "account_codes",
            ["id", "citizen_id", "purpose", "session_id", "made_at_ms", "expires_at_ms", "used_at_ms"],
            left: ["code_hash": "tells nothing about her, and was good for ten minutes"],
            select: {
                """
                SELECT id, citizen_id, purpose, session_id, made_at_ms, expires_at_ms, used_at_ms
                FROM account_codes WHERE citizen_id = \($0) ORDER BY made_at_ms LIMIT 10000
                """
            }),
        PersonExporter(
            "account_devices", ["citizen_id", "first_seen_at_ms", "last_seen_at_ms"],
            left: ["id_hash": "tells nothing about her, and serves to know her browser again"],
            select: {
                """
                SELECT citizen_id, first_seen_at_ms, last_seen_at_ms
                FROM account_devices WHERE citizen_id = \($0) ORDER BY first_seen_at_ms LIMIT 10000
                """
            }),
        PersonExporter(
            "phone_logins",
            [
                "id", "session_id", "citizen_id", "made_at_ms", "expires_at_ms", "decision", "decided_at_ms",
                "used_at_ms", "proved_at_ms", "with_card",
            ],
            left: ["code_hash": "tells nothing about her, and was good for two minutes"],
            select: {
                """
                SELECT id, session_id, citizen_id, made_at_ms, expires_at_ms, decision, decided_at_ms, used_at_ms,
                       proved_at_ms, with_card
                FROM phone_logins WHERE citizen_id = \($0) ORDER BY made_at_ms LIMIT 10000
                """
            }),
        PersonExporter(
            "network_logins",
            [
                "id", "session_id", "scope", "opened_at_ms", "expires_at_ms", "decision", "decided_at_ms",
                "used_at_ms",
            ],
            left: [
                "expected_term": "made of the name, which is in the copy",
                "address_sealed": "was good for three minutes, and tells nothing about her",
                "outcome_sealed": "emptied as soon as it is known whose it is",
            ],
            select: {
                """
                SELECT n.id AS id, session_id, scope, opened_at_ms, expires_at_ms, decision, decided_at_ms, used_at_ms
                FROM network_logins n JOIN sessions s ON s.id = n.session_id
                WHERE s.citizen_id = \($0) ORDER BY opened_at_ms LIMIT 10000
                """
            }),
        PersonExporter(
            none: "throttles", because: "counts of wrong tries under a name that only the ring can make"),
    ]

    private static let visitColumns = [
        "id", "terminal_id", "language", "service", "way", "citizen_id", "factors", "face_tries",
        "code_tries",
        "started_at_ms", "last_seen_at_ms", "ended_at_ms", "end_reason", "for_another",
    ]
}
