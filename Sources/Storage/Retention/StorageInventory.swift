/// What the durable queue, the outbox and the list of migrations hold.
public enum StorageInventory {
    public static let tables: [StoredTable] = [
        StoredTable(
            "jobs", .after(.work),
            [
                StoredField("key", .pseudonym, .clear, "the number of the case whose work it is"),
                StoredField(
                    "payload_bytes", .pseudonym, .clear,
                    "the number of the case, never an answer; a number that was replaced, under her key"),
            ]
                + .things([
                    "kind", "state", "run_at_ms", "attempts", "claimed_by", "claimed_until_ms", "last_error",
                    "updated_at_ms",
                ])),
        StoredTable(
            "outbox", .after(.work),
            [
                StoredField("key", .pseudonym, .clear, "what the message is about"),
                StoredField("payload_bytes", .pseudonym, .clear, "numbers of cases, never an answer"),
            ] + .things(["sequence", "topic", "created_at_ms", "delivered_at_ms"])),
        StoredTable(
            things: "outbox_topics", ["topic", "fence", "claimed_until_ms", "retry_at_ms", "attempts"]),
        StoredTable(things: "schema_migrations", ["id", "applied_at_ms", "checksum"]),
    ]
}
