import Storage

extension CaseworkMigrations {
    /// Who has which slot.
    ///
    /// A seat is one of a slot's places for people: two rows cannot have the same one, and no row one beyond `people`, so no slot
    /// is given away twice however many ask at once. What holds nothing any more has neither a seat nor a day.
    static let appointments = Migration(
        id: "0090-appointments",
        statements: [
            """
            CREATE TABLE appointments (
                case_number \(.text) NOT NULL PRIMARY KEY REFERENCES cases (number),
                citizen_id \(.text) NOT NULL,
                service \(.text) NOT NULL,
                place \(.text) NOT NULL,
                starts_at_ms \(.int64) NOT NULL,
                ends_at_ms \(.int64) NOT NULL CHECK (ends_at_ms > starts_at_ms),
                state \(.text) NOT NULL CHECK (state IN ('held', 'booked', 'kept', 'missed', 'cancelled')),
                people \(.int64) NOT NULL CHECK (people > 0),
                seat \(.int64) CHECK (seat > 0 AND seat <= people),
                only_day \(.int64),
                held_until_ms \(.int64),
                changed_at_ms \(.int64) NOT NULL,
                CHECK ((state = 'cancelled') = (seat IS NULL)),
                CHECK (state <> 'cancelled' OR only_day IS NULL),
                CHECK ((state = 'held') = (held_until_ms IS NOT NULL))
            ) \(.strict)
            """,
            "CREATE UNIQUE INDEX appointments_by_seat ON appointments (service, place, starts_at_ms, seat)",
            "CREATE UNIQUE INDEX appointments_by_day ON appointments (service, citizen_id, only_day)",
            "CREATE INDEX appointments_by_citizen ON appointments (citizen_id, starts_at_ms)",
        ])
}
