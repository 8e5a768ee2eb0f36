import Base
import Storage
import Vault

/// Every statement about the `throttles` table, and there is no other.
enum ThrottleStore {
    /// Under 256 bits a scope names nobody to whom the key is unknown.
    static let index = BlindIndex("throttles.scope", bits: 256)

    static func find(_ scope: [UInt8], in db: any SQLConnection) throws(SQLError) -> Throttle? {
        try db.rows("SELECT failures, last_failed_at_ms FROM throttles WHERE scope_term = \(scope)").first.map
        {
            row throws(SQLError) in
            Throttle(
                failures: Int(try row.int("failures")), lastFailedAt: try row.instant("last_failed_at_ms"))
        }
    }

    /// Counts a failure and returns how many there are in a row now.
    static func count(_ scope: [UInt8], at now: Instant, in db: any SQLConnection) throws(SQLError) -> Int {
        let rows = try db.rows(
            """
            INSERT INTO throttles (scope_term, failures, last_failed_at_ms) VALUES (\(scope), 1, \(now))
            ON CONFLICT (scope_term) DO UPDATE
            SET failures = throttles.failures + 1, last_failed_at_ms = excluded.last_failed_at_ms
            RETURNING failures
            """)
        guard let row = rows.first else { throw .unreadable(column: "failures") }
        return Int(try row.int("failures"))
    }

    /// Takes a try before it is known whether it is right: whoever asks at the same time finds it taken.
    ///
    /// - Throws: ``AccountRefused/wait(seconds:)`` or ``AccountRefused/closed`` while nobody is listened to.
    /// - Returns: How many tries there are in a row now, this one among them.
    static func take(
        _ scope: [UInt8], at now: Instant, freeTries: Int = Throttle.freeTries, in db: any SQLConnection
    ) throws -> Int {
        let found = try find(scope, in: db)
        switch found?.verdict(at: now, freeTries: freeTries) ?? .welcome {
        case .welcome: return try count(scope, after: found, at: now, in: db)
        case .closed: throw AccountRefused.closed
        case .wait(let until):
            throw AccountRefused.wait(seconds: Int(until.since(now).components.seconds) + 1)
        }
    }

    /// Counts a try of somebody who is listened to; of those before only what is remembered.
    static func count(
        _ scope: [UInt8], after found: Throttle?, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Int {
        if let found, found.remembered(at: now) < found.failures {
            try db.run(
                """
                UPDATE throttles SET failures = \(found.remembered(at: now)) WHERE scope_term = \(scope)
                    AND failures = \(found.failures) AND last_failed_at_ms = \(found.lastFailedAt)
                """)
        }
        return try count(scope, at: now, in: db)
    }

    /// Gives a try back that was right.
    static func giveBack(_ scope: [UInt8], in db: any SQLConnection) throws(SQLError) {
        try db.run(
            "UPDATE throttles SET failures = failures - 1 WHERE scope_term = \(scope) AND failures > 0")
    }

    static func clear(_ scope: [UInt8], in db: any SQLConnection) throws(SQLError) {
        try db.run("DELETE FROM throttles WHERE scope_term = \(scope)")
    }

    /// Forgets what no longer makes anybody wait.
    static func prune(before moment: Instant, in db: any SQLConnection) throws(SQLError) -> Int {
        try db.run("DELETE FROM throttles WHERE last_failed_at_ms < \(moment)")
    }
}
