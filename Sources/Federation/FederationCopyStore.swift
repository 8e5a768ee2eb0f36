public import Storage
import Base

/// What this room gives a person of herself.
public enum FederationCopyStore {
    public static let exporters = [consents, grants, tokens, links, sessions]

    private static let consents = PersonExporter(
        "oidc_consents", ["citizen_id", "client_id", "scopes", "wording", "given_at_ms", "withdrawn_at_ms"],
        select: {
            """
            SELECT citizen_id, client_id, scopes, wording, given_at_ms, withdrawn_at_ms FROM oidc_consents
            WHERE citizen_id = \($0) ORDER BY given_at_ms LIMIT 1000
            """
        })

    private static let grants = PersonExporter(
        "oidc_grants",
        [
            "id", "citizen_id", "client_id", "session_id", "scopes", "acr", "amr", "redirect_uri",
            "authenticated_at_ms", "issued_at_ms", "code_used_at_ms", "ends_at_ms", "revoked_at_ms",
        ],
        left: [
            "nonce": "made by the site by chance, and tells nothing about her",
            "challenge": "made by the site by chance, and tells nothing about her",
            "code_hash": "tells nothing about her, and was good for a minute",
        ],
        select: {
            """
            SELECT id, citizen_id, client_id, session_id, scopes, acr, amr, redirect_uri, authenticated_at_ms,
                issued_at_ms, code_used_at_ms, ends_at_ms, revoked_at_ms
            FROM oidc_grants WHERE citizen_id = \($0) ORDER BY issued_at_ms LIMIT 10000
            """
        })

    private static let tokens = PersonExporter(
        "oidc_tokens", ["grant_id", "kind", "issued_at_ms", "expires_at_ms", "used_at_ms"],
        left: ["token_hash": "tells nothing about her, and serves the site to ask"],
        select: {
            """
            SELECT t.grant_id AS grant_id, t.kind AS kind, t.issued_at_ms AS issued_at_ms,
                t.expires_at_ms AS expires_at_ms, t.used_at_ms AS used_at_ms
            FROM oidc_tokens t JOIN oidc_grants g ON g.id = t.grant_id
            WHERE g.citizen_id = \($0) ORDER BY t.issued_at_ms LIMIT 10000
            """
        })

    private static let links = PersonExporter(
        "portal_links", ["citizen_id", "linked_at_ms"],
        left: ["subject_term": "made of the portal's name for her, which the portal knows"],
        select: { "SELECT citizen_id, linked_at_ms FROM portal_links WHERE citizen_id = \($0) LIMIT 10" })

    private static let sessions = PersonExporter(
        "portal_sessions", ["session_id", "citizen_id", "begun_at_ms"],
        left: [
            "subject_term": "made of the portal's name for her, which the portal knows",
            "sid_term": "made of the portal's name for the session",
        ],
        select: {
            """
            SELECT session_id, citizen_id, begun_at_ms FROM portal_sessions WHERE citizen_id = \($0)
            ORDER BY begun_at_ms LIMIT 10000
            """
        })
}
