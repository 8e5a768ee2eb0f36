public import Storage

public enum StaffMigrations {
    public static let all =
        first + [
            secondYes, watch, permits, periods, person, recovery, exports, searches, queueExports, proofAgain,
            looksAtPapers, looksAtVisits,
        ]

    /// So has a look at what a booking says.
    static let looksAtVisits = Migration(
        id: "0164-looks-at-visits",
        statements: [
            """
            ALTER TABLE staff_looks ADD COLUMN cause \(.text) NOT NULL DEFAULT 'refused'
                CHECK (cause IN ('open-case', 'issued-paper', 'booked-visit', 'broken-glass', 'refused'))
            """,
            "UPDATE staff_looks SET cause = ground",
            "ALTER TABLE staff_looks DROP COLUMN ground",
            "ALTER TABLE staff_looks RENAME COLUMN cause TO ground",
        ])

    /// A look at a case whose paper is out has a ground of its own; SQLite cannot change a check, so the column is made anew.
    static let looksAtPapers = Migration(
        id: "0134-looks-at-papers",
        statements: [
            """
            ALTER TABLE staff_looks ADD COLUMN basis \(.text) NOT NULL DEFAULT 'refused'
                CHECK (basis IN ('open-case', 'issued-paper', 'broken-glass', 'refused'))
            """,
            "UPDATE staff_looks SET basis = ground",
            "ALTER TABLE staff_looks DROP COLUMN ground",
            "ALTER TABLE staff_looks RENAME COLUMN basis TO ground",
        ])

    /// Which looks were searches for a person.
    static let searches = Migration(
        id: "0106-staff-searches",
        statements: ["ALTER TABLE staff_looks ADD COLUMN searched \(.int64) NOT NULL DEFAULT 0"])

    /// Which citizen somebody at work is.
    static let person = Migration(
        id: "0076-staff-person",
        statements: [
            "ALTER TABLE staff_accounts ADD COLUMN person_index \(.bytes)",
            "ALTER TABLE staff_looks ADD COLUMN claimed \(.int64) NOT NULL DEFAULT 0",
        ])

    static let secondYes = Migration(
        id: "0050-second-yes",
        statements: [
            """
            CREATE TABLE approval_yeses (
                approval_id \(.text) NOT NULL REFERENCES approvals (id),
                account_id \(.text) NOT NULL REFERENCES staff_accounts (id),
                session_id \(.text) NOT NULL,
                passkey_id \(.text) NOT NULL,
                at_ms \(.int64) NOT NULL,
                PRIMARY KEY (approval_id, account_id)
            ) \(.strict)
            """
        ])

    static let watch = Migration(
        id: "0052-watch",
        statements: [
            "ALTER TABLE staff_accounts ADD COLUMN phone_sealed \(.bytes)",
            "ALTER TABLE staff_accounts ADD COLUMN address_index \(.bytes)",
            "ALTER TABLE break_glass ADD COLUMN alarmed_at_ms \(.int64)",
            """
            CREATE TABLE watched_persons (
                person_index \(.bytes) NOT NULL PRIMARY KEY,
                kind \(.text) NOT NULL CHECK (kind IN ('public-figure', 'canary')),
                approval_id \(.text) NOT NULL REFERENCES approvals (id),
                added_at_ms \(.int64) NOT NULL
            ) \(.strict)
            """,
            // A day's memory of the rules, made anew so that it can hold what was refused; the log keeps every look.
            "DROP TABLE staff_looks",
            """
            CREATE TABLE staff_looks (
                id \(.text) NOT NULL PRIMARY KEY,
                account_id \(.text) NOT NULL REFERENCES staff_accounts (id),
                case_number \(.text) NOT NULL,
                citizen_id \(.text),
                purpose \(.text) NOT NULL,
                ground \(.text) NOT NULL CHECK (ground IN ('open-case', 'broken-glass', 'refused')),
                at_ms \(.int64) NOT NULL
            ) \(.strict)
            """,
            "CREATE INDEX staff_looks_by_account ON staff_looks (account_id, at_ms)",
            "CREATE INDEX staff_looks_by_age ON staff_looks (at_ms)",
        ])

    static let permits = Migration(
        id: "0053-permits",
        statements: [
            """
            CREATE TABLE permits (
                code_hash \(.bytes) NOT NULL PRIMARY KEY,
                act \(.text) NOT NULL,
                approval_id \(.text) NOT NULL REFERENCES approvals (id),
                expires_at_ms \(.int64) NOT NULL,
                used_at_ms \(.int64)
            ) \(.strict)
            """
        ])

    static let periods = Migration(
        id: "0054-agreed-periods",
        statements: [
            """
            CREATE TABLE agreed_periods (
                kept \(.text) NOT NULL PRIMARY KEY,
                days \(.int64) NOT NULL CHECK (days > 0),
                approval_id \(.text) REFERENCES approvals (id),
                set_at_ms \(.int64) NOT NULL
            ) \(.strict)
            """
        ])

    static let recovery = Migration(
        id: "0065-staff-recovery",
        statements: [
            """
            CREATE TABLE staff_seats (
                seat \(.text) NOT NULL PRIMARY KEY,
                held_since_ms \(.int64) NOT NULL
            ) \(.strict)
            """,
            // Roles of those who were shut out are gone; who was somebody then may have held any place.
            """
            INSERT INTO staff_seats (seat, held_since_ms)
            SELECT seat, at_ms FROM (
                SELECT 'system' AS seat, min(created_at_ms) AS at_ms FROM staff_accounts
                WHERE state = 'ended' OR (state = 'active' AND ' ' || roles || ' ' LIKE '% system %')
                UNION ALL
                SELECT 'security' AS seat, min(created_at_ms) AS at_ms FROM staff_accounts
                WHERE state = 'ended' OR (state = 'active' AND ' ' || roles || ' ' LIKE '% security %')
                UNION ALL
                SELECT 'audit' AS seat, min(created_at_ms) AS at_ms FROM staff_accounts
                WHERE state = 'ended' OR (state = 'active' AND ' ' || roles || ' ' LIKE '% audit %')
            ) AS held WHERE at_ms IS NOT NULL
            """,
            "ALTER TABLE staff_codes ADD COLUMN seat \(.text)",
            "ALTER TABLE staff_codes ADD COLUMN opens_at_ms \(.int64)",
            """
            CREATE TABLE staff_recoveries (
                id \(.text) NOT NULL PRIMARY KEY,
                code_hash \(.bytes) NOT NULL UNIQUE,
                account_id \(.text) REFERENCES staff_accounts (id),
                seat \(.text) CHECK (seat IN ('system', 'security', 'audit')),
                begun_at_ms \(.int64) NOT NULL,
                opens_at_ms \(.int64) NOT NULL,
                expires_at_ms \(.int64) NOT NULL,
                ended_at_ms \(.int64),
                outcome \(.text) CHECK (outcome IN ('refused', 'used', 'replaced')),
                refused_by \(.text) REFERENCES staff_accounts (id),
                CHECK ((account_id IS NULL) <> (seat IS NULL))
            ) \(.strict)
            """,
            "CREATE INDEX staff_recoveries_by_expiry ON staff_recoveries (expires_at_ms)",
        ])

    static let exports = Migration(
        id: "0066-case-exports",
        statements: [
            """
            CREATE TABLE case_exports (
                id \(.text) NOT NULL PRIMARY KEY,
                account_id \(.text) NOT NULL REFERENCES staff_accounts (id),
                service \(.text),
                from_day \(.text) NOT NULL,
                to_day \(.text) NOT NULL,
                reason_sealed \(.bytes),
                persons \(.int64) NOT NULL CHECK (persons > 0),
                made_at_ms \(.int64) NOT NULL,
                approval_id \(.text) REFERENCES approvals (id),
                fetched_at_ms \(.int64),
                CHECK ((approval_id IS NULL) = (reason_sealed IS NOT NULL))
            ) \(.strict)
            """,
            "CREATE INDEX case_exports_by_account ON case_exports (account_id, made_at_ms)",
        ])

    static let queueExports = Migration(
        id: "0125-queue-exports",
        statements: [
            """
            CREATE TABLE queue_exports (
                id \(.text) NOT NULL PRIMARY KEY,
                account_id \(.text) NOT NULL REFERENCES staff_accounts (id),
                list \(.text) NOT NULL,
                persons \(.int64) NOT NULL CHECK (persons > 0),
                made_at_ms \(.int64) NOT NULL,
                approval_id \(.text) REFERENCES approvals (id),
                fetched_at_ms \(.int64)
            ) \(.strict)
            """,
            "CREATE INDEX queue_exports_by_account ON queue_exports (account_id, made_at_ms)",
        ])

    static let proofAgain = Migration(
        id: "0126-staff-proof-again",
        statements: ["ALTER TABLE staff_sessions ADD COLUMN proved_again_at_ms \(.int64)"])

    private static let first = [
        Migration(
            id: "0021-staff",
            statements: [
                """
                CREATE TABLE staff_accounts (
                    id \(.text) NOT NULL PRIMARY KEY,
                    name_sealed \(.bytes) NOT NULL,
                    department \(.text),
                    region \(.text),
                    roles \(.text) NOT NULL,
                    state \(.text) NOT NULL CHECK (state IN ('invited', 'active', 'ended')),
                    created_at_ms \(.int64) NOT NULL
                ) \(.strict)
                """,
                """
                CREATE TABLE staff_codes (
                    code_hash \(.bytes) NOT NULL PRIMARY KEY,
                    account_id \(.text) REFERENCES staff_accounts (id),
                    expires_at_ms \(.int64) NOT NULL,
                    used_at_ms \(.int64)
                ) \(.strict)
                """,
                "CREATE INDEX staff_codes_by_expiry ON staff_codes (expires_at_ms)",
                """
                CREATE TABLE staff_sessions (
                    id \(.text) NOT NULL PRIMARY KEY,
                    token_hash \(.bytes) NOT NULL UNIQUE,
                    account_id \(.text) NOT NULL REFERENCES staff_accounts (id),
                    passkey_id \(.text) NOT NULL,
                    started_at_ms \(.int64) NOT NULL,
                    last_seen_at_ms \(.int64) NOT NULL,
                    ended_at_ms \(.int64),
                    end_reason \(.text)
                ) \(.strict)
                """,
                "CREATE INDEX staff_sessions_by_account ON staff_sessions (account_id)",
                "CREATE INDEX staff_sessions_by_age ON staff_sessions (started_at_ms)",
            ]),
        Migration(
            id: "0022-approvals",
            statements: [
                """
                CREATE TABLE approvals (
                    id \(.text) NOT NULL PRIMARY KEY,
                    kind \(.text) NOT NULL,
                    matter_sealed \(.bytes) NOT NULL,
                    reason_sealed \(.bytes) NOT NULL,
                    requested_by \(.text) NOT NULL REFERENCES staff_accounts (id),
                    session_id \(.text) NOT NULL,
                    passkey_id \(.text) NOT NULL,
                    requested_at_ms \(.int64) NOT NULL,
                    expires_at_ms \(.int64) NOT NULL,
                    decided_by \(.text) REFERENCES staff_accounts (id),
                    decided_at_ms \(.int64),
                    decision \(.text) CHECK (decision IN ('approved', 'refused')),
                    CHECK (decided_by <> requested_by)
                ) \(.strict)
                """,
                "CREATE INDEX approvals_by_age ON approvals (requested_at_ms, id)",
            ]),
        Migration(
            id: "0023-looks-of-staff",
            statements: [
                """
                CREATE TABLE break_glass (
                    id \(.text) NOT NULL PRIMARY KEY,
                    account_id \(.text) NOT NULL REFERENCES staff_accounts (id),
                    reason \(.text) NOT NULL,
                    text_sealed \(.bytes) NOT NULL,
                    opened_at_ms \(.int64) NOT NULL,
                    reviewed_by \(.text) REFERENCES staff_accounts (id),
                    reviewed_at_ms \(.int64),
                    finding \(.text) CHECK (finding IN ('justified', 'misused')),
                    CHECK (reviewed_by <> account_id)
                ) \(.strict)
                """,
                "CREATE INDEX break_glass_by_account ON break_glass (account_id, opened_at_ms)",
                """
                CREATE TABLE staff_looks (
                    id \(.text) NOT NULL PRIMARY KEY,
                    account_id \(.text) NOT NULL REFERENCES staff_accounts (id),
                    case_number \(.text) NOT NULL,
                    citizen_id \(.text) NOT NULL,
                    purpose \(.text) NOT NULL,
                    ground \(.text) NOT NULL CHECK (ground IN ('open-case', 'broken-glass')),
                    at_ms \(.int64) NOT NULL
                ) \(.strict)
                """,
                "CREATE INDEX staff_looks_by_account ON staff_looks (account_id, at_ms)",
                "CREATE INDEX staff_looks_by_age ON staff_looks (at_ms)",
                """
                CREATE TABLE conduct_alerts (
                    id \(.text) NOT NULL PRIMARY KEY,
                    rule \(.text) NOT NULL,
                    account_id \(.text) NOT NULL REFERENCES staff_accounts (id),
                    case_number \(.text) NOT NULL,
                    at_ms \(.int64) NOT NULL,
                    seen_by \(.text) REFERENCES staff_accounts (id),
                    seen_at_ms \(.int64),
                    CHECK (seen_by <> account_id)
                ) \(.strict)
                """,
                "CREATE INDEX conduct_alerts_by_age ON conduct_alerts (at_ms, id)",
            ]),
    ]
}
