public import Storage

/// What this room gives a person of her representations.
public enum RepresentationCopyStore {
    public static var exporters: [PersonExporter] {
        [
            PersonExporter(
                "mandates", ["id", "giver_id", "services", "given_at_ms", "expires_at_ms", "revoked_at_ms"],
                left: [
                    "holder_term": "made of another person's number",
                    "holder_sealed": "another person's name and number, which nobody is shown again",
                ],
                select: {
                    """
                    SELECT id, giver_id, services, given_at_ms, expires_at_ms, revoked_at_ms
                    FROM mandates WHERE giver_id = \($0) ORDER BY given_at_ms LIMIT 10000
                    """
                }),
            // As with acts: what each of the two is to the other, both know.
            PersonExporter(
                "parent_agreements", ["id", "asked_at_ms", "answer", "answered_at_ms", "until_ms"],
                left: [
                    "parent_id":
                        "one of the two is hers, which is in the copy; the other is another person's",
                    "child_id": "one of the two is hers, which is in the copy; the other is another person's",
                ],
                select: {
                    """
                    SELECT id, asked_at_ms, answer, answered_at_ms, until_ms FROM parent_agreements
                    WHERE parent_id = \($0) OR child_id = \($0) ORDER BY asked_at_ms LIMIT 10000
                    """
                }),
            // Both sides get the act; who the other was, her papers and her own memory say.
            PersonExporter(
                "actings",
                ["id", "session_id", "kind", "mandate_id", "chosen_at_ms", "valid_until_ms"],
                left: [
                    "actor_id": "one of the two is hers, which is in the copy; the other is another person's",
                    "subject_id":
                        "one of the two is hers, which is in the copy; the other is another person's",
                ],
                select: {
                    """
                    SELECT id, session_id, kind, mandate_id, chosen_at_ms, valid_until_ms
                    FROM actings WHERE actor_id = \($0) OR subject_id = \($0) ORDER BY chosen_at_ms LIMIT 10000
                    """
                }),
        ]
    }
}
