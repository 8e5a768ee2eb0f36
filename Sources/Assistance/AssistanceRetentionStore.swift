public import Storage

/// How help is forgotten: visit by visit, and a volunteer once nothing of hers is left.
public enum AssistanceRetentionStore {
    public static let forgetters = [assistances, volunteers]

    private static let assistances = Forgetter(
        .visits,
        due: { before, after, limit in
            """
            SELECT id AS key FROM assistances
            WHERE id > \(after) AND coalesce(ended_at_ms, called_at_ms) < \(before) ORDER BY id LIMIT \(limit)
            """
        },
        forget: { key, before in
            "DELETE FROM assistances WHERE id = \(key) AND coalesce(ended_at_ms, called_at_ms) < \(before)"
        })

    private static let volunteers = Forgetter(
        .visits,
        due: { before, after, limit in
            """
            SELECT id AS key FROM volunteers v WHERE id > \(after) AND retired_at_ms < \(before)
                AND NOT EXISTS (SELECT 1 FROM assistances a WHERE a.volunteer_id = v.id)
            ORDER BY id LIMIT \(limit)
            """
        },
        forget: { key, before in
            """
            DELETE FROM volunteers WHERE id = \(key) AND retired_at_ms < \(before)
                AND NOT EXISTS (SELECT 1 FROM assistances a WHERE a.volunteer_id = volunteers.id)
            """
        })
}
