public import Storage

public enum PrivacyMigrations {
    public static let all = [requests, delays, grants, assessments, earlyReleases]

    static let requests = Migration(
        id: "0035-privacy-requests",
        statements: [
            """
            CREATE TABLE privacy_requests (
                number \(.text) NOT NULL PRIMARY KEY,
                citizen_id \(.text) NOT NULL,
                kind \(.text) NOT NULL,
                topic \(.text) NOT NULL,
                about_index \(.int64),
                state \(.text) NOT NULL,
                language \(.text) NOT NULL,
                text_sealed \(.bytes),
                answer_sealed \(.bytes),
                reason \(.text),
                made_at_ms \(.int64) NOT NULL,
                due_at_ms \(.int64) NOT NULL,
                remind_at_ms \(.int64) NOT NULL,
                reminded_at_ms \(.int64),
                ended_at_ms \(.int64)
            ) \(.strict)
            """,
            "CREATE INDEX privacy_requests_by_person ON privacy_requests (citizen_id, made_at_ms)",
            "CREATE INDEX privacy_requests_by_state ON privacy_requests (state, due_at_ms)",
            """
            CREATE TABLE privacy_request_events (
                request_number \(.text) NOT NULL REFERENCES privacy_requests (number),
                seq \(.int64) NOT NULL,
                event \(.text) NOT NULL,
                official \(.text),
                at_ms \(.int64) NOT NULL,
                PRIMARY KEY (request_number, seq)
            ) \(.strict)
            """,
            """
            CREATE TABLE privacy_request_numbers (
                day \(.text) NOT NULL PRIMARY KEY,
                last \(.int64) NOT NULL
            ) \(.strict)
            """,
        ])

    static let delays = Migration(
        id: "0036-look-delays",
        statements: [
            """
            CREATE TABLE look_delays (
                leaf_index \(.int64) NOT NULL,
                basis \(.text) NOT NULL,
                first_approver \(.text) NOT NULL,
                second_approver \(.text) NOT NULL,
                decided_at_ms \(.int64) NOT NULL,
                release_at_ms \(.int64) NOT NULL,
                PRIMARY KEY (leaf_index, decided_at_ms),
                CHECK (first_approver <> second_approver)
            ) \(.strict)
            """
        ])

    static let earlyReleases = Migration(
        id: "0051-early-releases",
        statements: [
            "ALTER TABLE look_delays ADD COLUMN released_by \(.text)",
            "ALTER TABLE look_delays ADD COLUMN released_at_ms \(.int64)",
        ])

    static let grants = Migration(
        id: "0037-consent-grants",
        statements: [
            """
            CREATE TABLE consent_grants (
                id \(.text) NOT NULL PRIMARY KEY,
                citizen_id \(.text) NOT NULL,
                purpose \(.text) NOT NULL,
                wording \(.text) NOT NULL,
                giver_id \(.text) NOT NULL,
                terminal_id \(.text),
                given_at_ms \(.int64) NOT NULL,
                expires_at_ms \(.int64) NOT NULL,
                withdrawn_at_ms \(.int64)
            ) \(.strict)
            """,
            "CREATE INDEX consent_grants_by_person ON consent_grants (citizen_id, purpose)",
        ])

    static let assessments = Migration(
        id: "0038-impact-assessments",
        statements: [
            """
            CREATE TABLE impact_assessments (
                id \(.text) NOT NULL PRIMARY KEY,
                made_at_ms \(.int64) NOT NULL,
                made_by \(.text) NOT NULL,
                release \(.text) NOT NULL,
                record_text \(.text) NOT NULL
            ) \(.strict)
            """
        ])
}
