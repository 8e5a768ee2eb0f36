public import Base
public import Storage

/// How the bytes of papers and the tickets of prints are forgotten.
///
/// A paper's row stays, so that anybody who holds the paper can still ask whether it is genuine.
public enum DocumentRetentionStore {
    public static let forgetters = [papers, tickets]

    /// Empties her papers, those that are being printed excepted; with a moment, those that were made by then.
    public static func emptyPapers(
        of citizen: Token, madeBy moment: Instant = Instant(milliseconds: .max), in db: any SQLConnection
    ) throws(SQLError) {
        try db.run(
            """
            UPDATE documents SET pdf_sealed = \([UInt8]()) WHERE subject_id = \(citizen)
                AND issued_at_ms <= \(moment)
                AND NOT EXISTS (SELECT 1 FROM print_tickets t
                    WHERE t.document_id = documents.id AND t.state IN ('issued', 'fetched'))
            """)
    }

    private static let papers = Forgetter(
        .papers,
        due: { before, after, limit in
            """
            SELECT id AS key FROM documents d
            WHERE d.id > \(after) AND d.issued_at_ms < \(before) AND length(d.pdf_sealed) > 0
                AND NOT EXISTS (SELECT 1 FROM print_tickets t
                    WHERE t.document_id = d.id AND t.state IN ('issued', 'fetched'))
            ORDER BY d.id LIMIT \(limit)
            """
        },
        forget: { key, before in
            """
            UPDATE documents SET pdf_sealed = \([UInt8]()) WHERE id = \(key) AND issued_at_ms < \(before)
                AND NOT EXISTS (SELECT 1 FROM print_tickets t
                    WHERE t.document_id = documents.id AND t.state IN ('issued', 'fetched'))
            """
        })

    private static let tickets = Forgetter(
        .visits,
        due: { before, after, limit in
            """
            SELECT id AS key FROM print_tickets
            WHERE id > \(after) AND issued_at_ms < \(before) AND state NOT IN ('issued', 'fetched')
            ORDER BY id LIMIT \(limit)
            """
        },
        forget: { key, before in
            """
            DELETE FROM print_tickets
            WHERE id = \(key) AND issued_at_ms < \(before) AND state NOT IN ('issued', 'fetched')
            """
        })
}
