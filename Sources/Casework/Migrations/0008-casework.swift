public import Storage

public enum CaseworkMigrations {
    public static let all: [Migration] = [
        cases, actors, steps, byTerminal, appointments, handOvers, terms, running, mine, told,
        byState, ofEvents, escalated, open, reasonsGiven, askedAgain, referred, byStart,
        byTerminalAndPerson,
    ]

    static let cases = Migration(
        id: "0008-casework",
        statements: [
            """
            CREATE TABLE case_numbers (
                prefix \(.text) NOT NULL PRIMARY KEY,
                last \(.int64) NOT NULL CHECK (last > 0)
            ) \(.strict)
            """,
            """
            CREATE TABLE cases (
                number \(.text) NOT NULL PRIMARY KEY,
                service \(.text) NOT NULL,
                service_version \(.int64) NOT NULL,
                citizen_id \(.text) NOT NULL,
                terminal_id \(.text) NOT NULL,
                language \(.text) NOT NULL,
                state \(.text) NOT NULL
                    CHECK (state IN ('open', 'submitted', 'issued', 'delivered', 'withdrawn')),
                answers_sealed \(.bytes),
                record_sealed \(.bytes),
                record_read_at_ms \(.int64),
                opened_at_ms \(.int64) NOT NULL,
                submitted_at_ms \(.int64),
                issued_at_ms \(.int64)
            ) \(.strict)
            """,
            "CREATE INDEX cases_by_citizen ON cases (citizen_id, service, opened_at_ms)",
            """
            CREATE TABLE case_events (
                case_number \(.text) NOT NULL REFERENCES cases (number),
                seq \(.int64) NOT NULL CHECK (seq > 0),
                event \(.text) NOT NULL,
                terminal_id \(.text),
                detail \(.text),
                at_ms \(.int64) NOT NULL,
                PRIMARY KEY (case_number, seq)
            ) \(.strict)
            """,
        ])
}
