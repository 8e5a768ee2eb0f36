public import Storage

/// What the audit log's tables hold.
public enum AuditInventory {
    private static let forEver = StoredTable.Leaving.never(
        "proof of every act; the commitment in it means nothing once the person's key is destroyed")

    public static let tables: [StoredTable] = [
        StoredTable(
            "audit_leaves", forEver,
            [
                StoredField(
                    "leaf_bytes", .publicRecord, .clear,
                    "act, purpose, case number, names of fields, a name for this leaf alone, terminal, time")
            ] + .things(["idx", "leaf_id", "leaf_hash"])),
        StoredTable(
            "audit_pending", .byItself("within seconds, into the tree"),
            [
                StoredField(
                    "leaf_bytes", .publicRecord, .clear, "the same, before it has its place in the tree"),
                StoredField(
                    "subject", .pseudonym, .hash, "note whom it is about when it has its place"),
            ] + .things(["leaf_id", "at_ms"])),
        StoredTable(
            "audit_subjects", forEver,
            [
                StoredField(
                    "subject", .pseudonym, .hash,
                    "find the acts about a person who asks who looked at her data")
            ] + .things(["idx"])),
        StoredTable(things: "audit_tiles", ["level", "idx", "tile_bytes"]),
        StoredTable(things: "audit_checkpoints", ["size", "seq", "root", "note_text"]),
        StoredTable(things: "audit_leases", ["name", "holder", "until_ms"]),
    ]
}
