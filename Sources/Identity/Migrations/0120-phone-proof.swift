import Storage

extension IdentityMigrations {
    /// When she had proved herself on the phone that agreed to a visit: what is dear asks how long ago that was.
    static let phoneProof = Migration(
        id: "0120-phone-proof",
        statements: ["ALTER TABLE phone_logins ADD COLUMN proved_at_ms \(.int64)"])
}
