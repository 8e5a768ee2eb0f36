public import Storage

public enum DocumentsMigrations {
    public static let all: [Migration] = [papers, papersOfACase]

    private static let papers = Migration(
        id: "0007-documents",
        statements: [
            """
            CREATE TABLE documents (
                id \(.text) PRIMARY KEY,
                case_number \(.text) NOT NULL,
                edition \(.int64) NOT NULL CHECK (edition >= 1),
                subject_id \(.text) NOT NULL,
                subject_commitment \(.bytes) NOT NULL,
                service_code \(.text) NOT NULL,
                service_name \(.text) NOT NULL,
                issuer \(.text) NOT NULL,
                code_hash \(.bytes) NOT NULL UNIQUE,
                pdf_hash \(.bytes) NOT NULL UNIQUE,
                pdf_bytes \(.int64) NOT NULL,
                pages \(.int64) NOT NULL,
                pdf_sealed \(.bytes) NOT NULL,
                facts_sealed \(.bytes) NOT NULL,
                issued_at_ms \(.int64) NOT NULL,
                valid_until \(.text),
                state \(.text) NOT NULL CHECK (state IN ('valid', 'superseded', 'revoked')),
                state_reason \(.text),
                state_changed_at_ms \(.int64) NOT NULL,
                UNIQUE (case_number, edition)
            ) \(.strict)
            """,
            "CREATE UNIQUE INDEX documents_one_valid_per_case ON documents (case_number) WHERE state = 'valid'",
            """
            CREATE TABLE print_tickets (
                id \(.text) PRIMARY KEY,
                document_id \(.text) NOT NULL REFERENCES documents (id),
                case_number \(.text) NOT NULL,
                terminal_id \(.text) NOT NULL,
                session_hash \(.bytes) NOT NULL,
                issued_at_ms \(.int64) NOT NULL,
                expires_at_ms \(.int64) NOT NULL,
                fetched_at_ms \(.int64),
                closed_at_ms \(.int64),
                state \(.text) NOT NULL CHECK (
                    state IN ('issued', 'fetched', 'printed', 'failed', 'unknown', 'mismatch', 'expired')),
                reason \(.text),
                pages_printed \(.int64)
            ) \(.strict)
            """,
            """
            CREATE UNIQUE INDEX print_tickets_one_live_per_document ON print_tickets (document_id)
            WHERE state IN ('issued', 'fetched')
            """,
            "CREATE INDEX print_tickets_by_case ON print_tickets (case_number, issued_at_ms)",
        ])

    private static let papersOfACase = Migration(
        id: "0143-papers-of-a-case",
        statements: [
            "ALTER TABLE documents ADD COLUMN paper \(.text) NOT NULL DEFAULT 'result'",
            "DROP INDEX documents_one_valid_per_case",
            """
            CREATE UNIQUE INDEX documents_one_valid_per_paper ON documents (case_number, paper)
            WHERE state = 'valid'
            """,
        ])
}
