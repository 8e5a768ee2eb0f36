import Base
import Catalogue
import Storage

/// Every statement about the `match_decisions` table; nothing in it is ever changed.
enum MatchDecisionStore {
    static let listMax = 20_000

    static func insert(_ decision: MatchDecision, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO match_decisions (seq, there_code, here_service, verdict, reason, account_id, there_prints,
                here_prints, made_at_ms)
            SELECT coalesce(max(seq), 0) + 1, \(decision.there ?? ""), \(decision.here?.rawValue ?? ""),
                \(decision.verdict.rawValue), \(decision.reason), \(decision.by), \(decision.printsThere),
                \(decision.printsHere), \(decision.at)
            FROM match_decisions
            """)
    }

    /// The last of each pair, in the order in which they were made.
    static func latest(in db: any SQLConnection) throws -> [MatchDecision] {
        try db.rows(
            """
            SELECT there_code, here_service, verdict, reason, account_id, there_prints, here_prints, made_at_ms
            FROM match_decisions AS d
            WHERE seq = (SELECT max(seq) FROM match_decisions AS o
                WHERE o.there_code = d.there_code AND o.here_service = d.here_service)
            ORDER BY seq LIMIT \(listMax)
            """
        ).map { row in
            let (there, here) = (try row.text("there_code"), try row.text("here_service"))
            guard let verdict = Verdict(rawValue: try row.text("verdict")) else {
                throw SQLError.unreadable(column: "verdict")
            }
            return MatchDecision(
                there: there.isEmpty ? nil : there, here: ServiceID(rawValue: here), verdict: verdict,
                reason: try row.text("reason"), by: try row.text("account_id"),
                at: try row.instant("made_at_ms"), printsThere: try row.textIfPresent("there_prints"),
                printsHere: try row.textIfPresent("here_prints"))
        }
    }
}
