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
                        started_at_ms, last_seen_at_ms, ended_at_ms, end_reason
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
        ]
    }

    private static let visitColumns = [
        "id", "terminal_id", "language", "service", "way", "citizen_id", "factors", "face_tries",
        "code_tries",
        "started_at_ms", "last_seen_at_ms", "ended_at_ms", "end_reason",
    ]
}
