public import Storage

/// What the tables of passkeys hold: public keys, and questions that were answered.
public enum PasskeysInventory {
    public static let tables: [StoredTable] = [
        StoredTable(
            "passkeys", .byItself("when the holder takes it back or the account goes"),
            [
                StoredField("holder", .pseudonym, .clear, "find the keys of an account"),
                StoredField("credential_id", .pseudonym, .clear, "find the key that a device answers with"),
                StoredField(
                    "public_key", .pseudonym, .clear, "check what the device signs; a secret to nobody"),
                StoredField("created_at_ms", .trace, .clear, "tell the holder which of her devices it is"),
                StoredField("used_at_ms", .trace, .clear, "tell the holder when it was last used"),
            ] + .things(["id", "realm", "algorithm", "counter"])),
        StoredTable(
            "passkey_challenges", .byItself("five minutes after the question was asked"),
            .things(["challenge_hash", "expires_at_ms"])),
    ]
}
