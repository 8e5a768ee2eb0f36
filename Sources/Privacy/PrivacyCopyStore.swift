public import Storage
public import Vault
import Base

/// What this room gives a person of her requests and consents.
public enum PrivacyCopyStore {
    public static func exporters(_ vault: Vault) -> [PersonExporter] {
        [
            PersonExporter(
                "privacy_requests", requestColumns,
                select: {
                    """
                    SELECT number, citizen_id, kind, topic, about_index, state, language, text_sealed, answer_sealed,
                        reason, made_at_ms, due_at_ms, remind_at_ms, reminded_at_ms, ended_at_ms
                    FROM privacy_requests WHERE citizen_id = \($0) ORDER BY number LIMIT 10000
                    """
                },
                open: { column, sealed, row, citizen, db in
                    guard let number = RequestNumber(rawValue: try row.text("number")) else { return nil }
                    return try vault.subject(citizen, in: db).openText(
                        sealed,
                        at: column == "text_sealed" ? RequestPlace.text(number) : RequestPlace.answer(number))
                }),
            PersonExporter(
                "privacy_request_events", ["request_number", "seq", "event", "official", "at_ms"],
                select: {
                    """
                    SELECT request_number, seq, event, official, at_ms
                    FROM privacy_request_events e JOIN privacy_requests r ON r.number = e.request_number
                    WHERE r.citizen_id = \($0) ORDER BY request_number, seq LIMIT 100000
                    """
                }),
            PersonExporter(
                "consent_grants", grantColumns,
                left: ["giver_id": "hers, which is in the copy, or her guardian's, who is another person"],
                select: {
                    """
                    SELECT id, citizen_id, purpose, wording, terminal_id, given_at_ms, expires_at_ms,
                        withdrawn_at_ms
                    FROM consent_grants WHERE citizen_id = \($0) ORDER BY given_at_ms LIMIT 10000
                    """
                }),
            PersonExporter(
                none: "look_delays",
                because: "an act that was shown late says so in the list of who looked, which is in the copy"),
        ]
    }

    private static let requestColumns = [
        "number", "citizen_id", "kind", "topic", "about_index", "state", "language", "text_sealed",
        "answer_sealed", "reason", "made_at_ms", "due_at_ms", "remind_at_ms", "reminded_at_ms", "ended_at_ms",
    ]
    private static let grantColumns = [
        "id", "citizen_id", "purpose", "wording", "terminal_id", "given_at_ms", "expires_at_ms",
        "withdrawn_at_ms",
    ]
}
