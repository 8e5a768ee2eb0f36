import Storage

extension CaseworkMigrations {
    /// By whom a case at a desk is found; what was handed in before is found by its number alone.
    static let terms = Migration(
        id: "0105-case-terms",
        statements: [
            """
            CREATE TABLE case_terms (
                case_number \(.text) NOT NULL PRIMARY KEY REFERENCES cases (number),
                name_term \(.bytes) NOT NULL,
                number_term \(.bytes) NOT NULL,
                phone_term \(.bytes)
            ) \(.strict)
            """,
            "CREATE INDEX case_terms_by_name ON case_terms (name_term)",
            "CREATE INDEX case_terms_by_number ON case_terms (number_term)",
            "CREATE INDEX case_terms_by_phone ON case_terms (phone_term)",
        ])

    /// Finds what still runs of a service, and what a clerk has decided of late, among millions of others.
    static let running = Migration(
        id: "0109-cases-running",
        statements: [
            """
            CREATE INDEX cases_running ON cases (service, service_version)
                WHERE state IN ('open', 'submitted', 'deciding', 'correcting', 'approved')
            """,
            """
            CREATE INDEX case_steps_decided ON case_steps (account_id, decided_at_ms)
                WHERE state IN ('approved', 'refused')
            """,
        ])
}
