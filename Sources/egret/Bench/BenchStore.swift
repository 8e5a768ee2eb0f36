import Base
import Foundation
import Storage

/// Statements of the benches: filling a database fast, and looking afterwards at what is in it.
enum BenchStore {
    private static let pageMax: Int64 = 20_000

    /// Stores cases of invented people, as many as asked for, in one transaction.
    static func fill(
        from first: Int64, count: Int64, service: String, prefix: String, state: String = "submitted",
        at now: Instant, in db: any SQLConnection
    ) throws {
        try db.run(
            """
            INSERT INTO cases (number, service, service_version, citizen_id, terminal_id, language, state,
                               answers_sealed, opened_at_ms, submitted_at_ms)
            WITH RECURSIVE counted (i) AS (
                SELECT \(first) UNION ALL SELECT i + 1 FROM counted WHERE i < \(first + count - 1))
            SELECT \(prefix) || i, \(service), 1, '00000000000000000' || i, '00000000000000000000000000', 'zh-Hans',
                   \(state), \([UInt8](repeating: 7, count: 64)), \(now), \(now) FROM counted
            """)
        try db.run(
            """
            INSERT INTO case_events (case_number, seq, event, terminal_id, detail, at_ms)
            WITH RECURSIVE counted (i) AS (
                SELECT \(first) UNION ALL SELECT i + 1 FROM counted WHERE i < \(first + count - 1))
            SELECT \(prefix) || i, 1, 'submitted', NULL, NULL, \(now) FROM counted
            """)
    }

    /// Every number of a case that was submitted.
    static func submittedNumbers(_ engine: any SQLEngine) async throws -> Set<String> {
        try await pages(of: engine) { last, db in
            try db.rows(
                """
                SELECT number FROM cases WHERE number > \(last) AND submitted_at_ms IS NOT NULL
                ORDER BY number LIMIT \(pageMax)
                """
            ).map { (try $0.text("number"), try $0.text("number")) }
        }
    }

    /// Every case number in a leaf that says that it was lodged, in the tree or waiting for it.
    static func lodgedNumbers(_ engine: any SQLEngine) async throws -> Set<String> {
        let waiting = try await pages(of: engine) { last, db in
            try db.rows(
                """
                SELECT leaf_id, leaf_bytes FROM audit_pending WHERE leaf_id > \(last)
                ORDER BY leaf_id LIMIT \(pageMax)
                """
            ).map { (try $0.text("leaf_id"), caseNumber(in: try $0.bytes("leaf_bytes"))) }
        }
        return try await waiting.union(
            pages(of: engine) { last, db in
                try db.rows(
                    """
                    SELECT leaf_id, leaf_bytes FROM audit_leaves WHERE leaf_id > \(last)
                    ORDER BY leaf_id LIMIT \(pageMax)
                    """
                ).map { (try $0.text("leaf_id"), caseNumber(in: try $0.bytes("leaf_bytes"))) }
            })
    }

    /// How many slots of appointments are taken by more than they have seats.
    static func overfullSlots(in db: any SQLConnection) throws -> Int {
        try db.rows(
            """
            SELECT service, place, starts_at_ms FROM appointments WHERE seat IS NOT NULL
            GROUP BY service, place, starts_at_ms HAVING count(*) > max(people) LIMIT 1000
            """
        ).count
    }

    private static func pages(
        of engine: any SQLEngine,
        _ page:
            @Sendable @escaping (_ last: String, any SQLConnection) throws -> [(key: String, value: String)]
    ) async throws -> Set<String> {
        var (found, last) = (Set<String>(), "")
        while true {
            let after = last
            let rows = try await engine.read { db in try page(after, db).map { [$0.key, $0.value] } }
            for row in rows { found.insert(row[1]) }
            guard let end = rows.last?[0] else { return found }
            last = end
        }
    }

    private static func caseNumber(in leaf: [UInt8]) -> String {
        let text = String(decoding: leaf, as: UTF8.self)
        guard text.contains("\"case.lodged\""), let mark = text.range(of: "\"case\":\"") else { return "" }
        return String(text[mark.upperBound...].prefix { $0 != "\"" })
    }
}
