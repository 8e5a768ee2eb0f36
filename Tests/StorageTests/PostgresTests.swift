import Base
import Foundation
import Logging
import Storage
import StoragePostgres
import Support
import Synchronization
import Testing

@Suite struct Postgres {
    private static let isPresent = TestEngine.conninfo != nil

    private func open(_ extra: String = "", connectionsMax: Int = 2, waitingMax: Int = 100) async throws
        -> PostgresEngine
    {
        guard let conninfo = TestEngine.conninfo else { throw PostgresMissing() }
        return try await PostgresEngine(
            conninfo: "\(conninfo) \(extra)", connectionsMax: connectionsMax, waitingMax: waitingMax,
            world: .frozen(),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    @Test(.enabled(if: TestEngine.isPostgresRequired))
    func aServerIsThereWhenTheGateDemandsOne() {
        #expect(Self.isPresent, "\(PostgresMissing())")
    }

    @Test(.enabled(if: isPresent))
    func aServerThatWouldLoseConfirmedWorkIsRefused() async throws {
        await #expect(throws: PostgresUnfit.notDurable(setting: "synchronous_commit")) {
            _ = try await open("options='-csynchronous_commit=off'")
        }
    }

    @Test func anAbsentServerIsADisconnection() async throws {
        let error = await #expect(throws: SQLError.self) {
            _ = try await PostgresEngine(
                conninfo: "host=/nonexistent dbname=none", world: .frozen(), logger: Logger(label: "test"))
        }

        guard case .disconnected = error else {
            Issue.record("not a disconnection: \(String(describing: error))")
            return
        }
    }

    @Test(.enabled(if: isPresent))
    func whoeverLosesAtTheCommitIsAnsweredByTheAttemptThatWasKept() async throws {
        let engine = try await TestEngine.postgres.make([Transactions.notes])
        let arrived = Tally()
        let values = try await withThrowingTaskGroup(of: Int64.self) { group in
            for id in [1, 2] {
                let attempts = Tally()
                group.addTask {
                    try await engine.write { db in
                        attempts.add()
                        let before = try db.rows("SELECT count(*) AS n FROM notes")[0].int("n")
                        try db.run("INSERT INTO notes (id, n, t) VALUES (\(id), 0, \(String(id)))")
                        // Both have read and written before either commits, so that one loses there.
                        if attempts.count == 1 { arrived.add() }
                        while arrived.count < 2 { Thread.sleep(forTimeInterval: 0.002) }
                        return before
                    }
                }
            }
            var values: [Int64] = []
            for try await value in group { values.append(value) }
            return values
        }

        #expect(values.sorted() == [0, 1])
    }

    @Test(.enabled(if: isPresent))
    func aLostConnectionIsReplacedAndTheTransactionRepeated() async throws {
        let (engine, other) = (try await open(connectionsMax: 1), try await open(connectionsMax: 1))
        let first = try await engine.read { db in try db.rows("SELECT pg_backend_pid() AS pid")[0].int("pid")
        }

        _ = try await other.read { db in
            try db.rows("SELECT pg_terminate_backend(CAST(\(first) AS integer)) AS ended")
        }
        while try await other.read({ db in
            try !db.rows("SELECT 1 AS one FROM pg_stat_activity WHERE pid = \(first)").isEmpty
        }) {}
        let second = try await engine.write { db in
            try db.rows("SELECT pg_backend_pid() AS pid")[0].int("pid")
        }

        #expect(second != first)
        await engine.close()
        await other.close()
    }

    @Test(.enabled(if: isPresent))
    func aConnectionLostDuringCommitIsReportedAndNotRepeated() async throws {
        let engine = try await TestEngine.postgres.make([
            Migration(
                id: "9001-dies",
                statements: [
                    "CREATE TABLE dies (id \(.int64) NOT NULL PRIMARY KEY)",
                    """
                    CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(1); RETURN NULL; END $$
                    """,
                    """
                    CREATE CONSTRAINT TRIGGER dies_at_commit AFTER INSERT ON dies
                    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION die()
                    """,
                ])
        ])
        let runs = Tally()

        let error = await #expect(throws: SQLError.self) {
            try await engine.write { db in
                runs.add()
                try db.run("INSERT INTO dies (id) VALUES (1)")
            }
        }

        guard case .disconnected = error else {
            Issue.record("not a disconnection: \(String(describing: error))")
            return
        }
        #expect(runs.count == 1)
        #expect(try await engine.count("dies") == 0)
    }

    @Test(.enabled(if: isPresent))
    func aChangedTableDoesNotBreakAStatementPreparedBefore() async throws {
        let engine = try await TestEngine.postgres.make()
        try await engine.run("CREATE TABLE changing (a bigint)")
        try await engine.run("INSERT INTO changing (a) VALUES (1)")
        let all: SQLStatement = "SELECT * FROM changing LIMIT 1"
        _ = try await engine.read { db in try db.rows(all) }

        try await engine.run("ALTER TABLE changing ADD COLUMN b bigint")
        let row = try await engine.read { db in try db.rows(all)[0] }

        #expect(row["b"] == .null)
    }

    @Test(.enabled(if: isPresent))
    func aFullQueueRefusesInsteadOfGrowing() async throws {
        let engine = try await open(connectionsMax: 1, waitingMax: 1)

        let results = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    do {
                        _ = try await engine.read { db in try db.rows("SELECT 1 AS one FROM pg_sleep(0.05)") }
                        return true
                    } catch {
                        return (error as? SQLError) != .busy
                    }
                }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }

        #expect(results.contains(true))
        #expect(results.contains(false))
        await engine.close()
    }
}
