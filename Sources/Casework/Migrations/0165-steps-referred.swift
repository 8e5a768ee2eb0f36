import Storage

extension CaseworkMigrations {
    /// How often a step went to another office, and what the last one that had it says to the next.
    ///
    /// The index holds what went, which is little, and no more.
    static let referred = Migration(
        id: "0165-steps-referred",
        statements: [
            "ALTER TABLE case_steps ADD COLUMN referrals \(.int64) NOT NULL DEFAULT 0 CHECK (referrals >= 0)",
            "ALTER TABLE case_steps ADD COLUMN referral_sealed \(.bytes)",
            "CREATE INDEX case_steps_referred ON case_steps (department, state) WHERE referrals > 0",
        ])
}
