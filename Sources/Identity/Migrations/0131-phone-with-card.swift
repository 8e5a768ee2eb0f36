import Storage

extension IdentityMigrations {
    /// Whether the card lay on the reader, and the authority knew it, before the phone was asked.
    ///
    /// And from when on an account's yes counts beside the card; accounts of before count at once.
    static let phoneWithCard = Migration(
        id: "0131-phone-with-card",
        statements: [
            "ALTER TABLE phone_logins ADD COLUMN with_card \(.int64) NOT NULL DEFAULT 0",
            "ALTER TABLE accounts ADD COLUMN sure_from_ms \(.int64)",
        ])
}
