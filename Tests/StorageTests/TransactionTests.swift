import Base
import Storage
import Support
import Synchronization
import Testing

@Suite struct Transactions {
    struct Refused: Error, Equatable {}

    static let notes = Migration(
        id: "9001-notes",
        statements: [
            """
            CREATE TABLE notes (
                id \(.int64) NOT NULL PRIMARY KEY, n \(.int64) NOT NULL CHECK (n >= 0), t \(.text) NOT NULL UNIQUE
            ) \(.strict)
            """
        ])

    @Test(arguments: TestEngine.available)
    func throwingUndoesTheWholeClosure(engine: TestEngine) async throws {
        let engine = try await engine.make([Self.notes])

        await #expect(throws: Refused.self) {
            try await engine.write { db in
                try db.run("INSERT INTO notes (id, n, t) VALUES (1, 1, 'a')")
                throw Refused()
            }
        }

        #expect(try await engine.count("notes") == 0)
    }

    @Test(arguments: TestEngine.available)
    func anErrorThatIsCaughtStillEndsTheTransaction(engine: TestEngine) async throws {
        let engine = try await engine.make([Self.notes])

        await #expect(throws: SQLError.self) {
            try await engine.write { db in
                try db.run("INSERT INTO notes (id, n, t) VALUES (1, 1, 'a')")
                _ = try? db.run("INSERT INTO notes (id, n, t) VALUES (1, 1, 'b')")
            }
        }

        #expect(try await engine.count("notes") == 0)
    }

    @Test(arguments: TestEngine.available)
    func aTakenKeyIsADuplicate(engine: TestEngine) async throws {
        let engine = try await engine.make([Self.notes])
        try await engine.run("INSERT INTO notes (id, n, t) VALUES (1, 1, 'a')")

        for statement: SQLStatement in [
            "INSERT INTO notes (id, n, t) VALUES (1, 1, 'b')",
            "INSERT INTO notes (id, n, t) VALUES (2, 1, 'a')",
        ] {
            let error = await #expect(throws: SQLError.self) { try await engine.run(statement) }
            guard case .duplicate = error else {
                Issue.record("not a duplicate: \(String(describing: error))")
                return
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func aBrokenCheckIsAFailureWithACode(engine: TestEngine) async throws {
        let engine = try await engine.make([Self.notes])

        let error = await #expect(throws: SQLError.self) {
            try await engine.run("INSERT INTO notes (id, n, t) VALUES (1, -1, 'b')")
        }

        guard case .failed(let code, _) = error else {
            Issue.record("not a failure: \(String(describing: error))")
            return
        }
        #expect(code == (engine.dialect == .sqlite ? "275" : "23514"))
    }

    @Test(arguments: TestEngine.available)
    func conflictsAreResolvedInTheStatement(engine: TestEngine) async throws {
        let engine = try await engine.make([Self.notes])
        try await engine.run("INSERT INTO notes (id, n, t) VALUES (1, 1, 'a')")

        let (ignored, updated) = try await engine.write { db in
            let ignored = try db.run("INSERT INTO notes (id, n, t) VALUES (1, 5, 'b') ON CONFLICT DO NOTHING")
            let updated = try db.rows(
                """
                INSERT INTO notes (id, n, t) VALUES (1, 5, 'c')
                ON CONFLICT (id) DO UPDATE SET n = notes.n + excluded.n RETURNING n
                """)
            return (ignored, try updated[0].int("n"))
        }

        #expect(ignored == 0)
        #expect(updated == 6)
    }

    @Test(arguments: TestEngine.available)
    func aReaderCannotWrite(engine: TestEngine) async throws {
        let engine = try await engine.make([Self.notes])

        await #expect(throws: SQLError.self) {
            try await engine.read { db in try db.run("INSERT INTO notes (id, n, t) VALUES (1, 1, 'a')") }
        }
        #expect(try await engine.count("notes") == 0)
    }

    @Test(arguments: TestEngine.available)
    func concurrentIncrementsAllCount(engine: TestEngine) async throws {
        let engine = try await engine.make([Self.notes])
        try await engine.run("INSERT INTO notes (id, n, t) VALUES (1, 0, 'a'), (2, 0, 'b')")
        let runs = Tally()

        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    // read, then write what was read: only isolation makes this right
                    try await untilNotBusy {
                        try await engine.write { db in
                            runs.add()
                            for id in [1, 2] {
                                let n = try db.rows("SELECT n FROM notes WHERE id = \(id)")[0].int("n")
                                try db.run("UPDATE notes SET n = \(n + 1) WHERE id = \(id)")
                            }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }

        let sums = try await engine.read { db in
            try db.rows("SELECT n FROM notes ORDER BY id LIMIT 2").map { try $0.int("n") }
        }
        #expect(sums == [200, 200])
        if engine.dialect == .postgres {
            #expect(runs.count > 200, "a transaction that lost was tried again")
        }
    }

    @Test(arguments: TestEngine.available)
    func cancellingTheCallerDoesNotUndoOrRepeat(engine: TestEngine) async throws {
        let engine = try await engine.make([Self.notes])

        let task = Task {
            try await engine.write { db in
                try db.run("INSERT INTO notes (id, n, t) VALUES (1, 1, 'a')")
            }
        }
        task.cancel()

        #expect(try await task.value == 1)
        #expect(try await engine.count("notes") == 1)
    }

    @Test(arguments: TestEngine.available)
    func aClosedDatabaseAnswersThatItIsClosed(engine: TestEngine) async throws {
        let engine = try await engine.make([Self.notes])
        await engine.close()

        await #expect(throws: SQLError.disconnected(message: "the database is closed")) {
            try await engine.count("notes")
        }
        await #expect(throws: SQLError.disconnected(message: "the database is closed")) {
            try await engine.run("DELETE FROM notes")
        }
    }

    @Test(arguments: TestEngine.available)
    func announcementsAreMadeAfterTheCommitAndOnlyThen(engine: TestEngine) async throws {
        let engine = try await engine.make([Self.notes])

        try? await engine.write { db in
            db.announce("notes")
            throw Refused()
        }
        #expect(engine.announcements.count(of: "notes") == 0)

        try await engine.write { db in db.announce("notes") }
        #expect(engine.announcements.count(of: "notes") == 1)
    }
}

/// Counts from several tasks.
final class Tally: Sendable {
    private let number = Mutex(0)
    var count: Int { number.withLock { $0 } }
    func add() { number.withLock { $0 += 1 } }
}

/// Repeats what was given up because others were faster.
func untilNotBusy<T: Sendable>(_ body: @Sendable () async throws -> T) async throws -> T {
    while true {
        do {
            return try await body()
        } catch SQLError.busy {
            continue
        }
    }
}

extension SQLEngine {
    func run(_ statement: SQLStatement) async throws {
        _ = try await write { db in try db.run(statement) }
    }

    func count(_ table: StaticString) async throws -> Int64 {
        try await read { db in try db.rows("SELECT count(*) AS n FROM \(raw: table)")[0].int("n") }
    }
}
