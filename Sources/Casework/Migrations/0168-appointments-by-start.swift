import Storage

extension CaseworkMigrations {
    /// Each start asks under which versions visits were booked that an office still opens: a few days of all there ever were.
    ///
    /// What is only held and what was given back is nobody's to open, and not in the index.
    static let byStart = Migration(
        id: "0168-appointments-by-start",
        statements: [
            """
            CREATE INDEX appointments_by_start ON appointments (starts_at_ms)
                WHERE state IN ('booked', 'kept', 'missed')
            """
        ])
}
