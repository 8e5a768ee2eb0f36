public import Storage

/// What the table of persons' keys holds.
public enum VaultInventory {
    public static let tables = [
        StoredTable(
            "vault_subjects",
            .never("that a key was destroyed must be known as long as a backup may hold it"),
            [
                StoredField("subject_id", .pseudonym, .clear, "a person's random id"),
                StoredField(
                    "wrapped_key", .credential, .wrapped,
                    "open and destroy the person's fields; gone with the person"),
            ] + .things(["kek_id", "created_at_ms", "shredded_at_ms"]))
    ]
}
