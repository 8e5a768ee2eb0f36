public import Storage

/// What the memory of repeated requests holds.
public enum WebInventory {
    public static let tables = [
        StoredTable(
            "idempotency_keys", .byItself("after seven days"),
            [
                StoredField("scope_hash", .pseudonym, .hash, "recognise the repeat, over session and form"),
                StoredField("request_hash", .pseudonym, .hash, "recognise another request under one key"),
                StoredField(
                    "answer_sealed", .answers, .sealedByRing, "the page a person was answered with, again"),
            ] + .things(["leased_until_at_ms", "created_at_ms"]))
    ]
}
