import Base
import Storage
import Support
import Testing

@Suite struct Values {
    static let kinds = Migration(
        id: "9001-kinds",
        statements: [
            """
            CREATE TABLE kinds (
                id \(.int64) NOT NULL PRIMARY KEY, i \(.int64), r \(.real), t \(.text), b \(.bytes)
            ) \(.strict)
            """
        ])

    @Test(arguments: TestEngine.available)
    func everyKindComesBackAsItWas(engine: TestEngine) async throws {
        let engine = try await engine.make([Self.kinds])
        let rows: [[SQLValue]] = [
            [.int(.max), .real(0.1 + 0.2), .text("王小明 🦩 it's \"ok\" \\ %_"), .bytes([0, 255, 92, 39, 0])],
            [.int(.min), .real(-.greatestFiniteMagnitude), .text(""), .bytes([])],
            [.int(0), .real(.leastNonzeroMagnitude), .text("𠮷𬱖㛃\n\t"), .bytes([UInt8](0...255))],
            [.null, .null, .null, .null],
        ]

        for (id, row) in rows.enumerated() {
            let found = try await engine.write { db in
                try db.rows(
                    """
                    INSERT INTO kinds (id, i, r, t, b) VALUES (\(id), \(row[0]), \(row[1]), \(row[2]), \(row[3]))
                    RETURNING i, r, t, b
                    """)
            }
            let read = try await engine.read { db in
                try db.rows("SELECT i, r, t, b FROM kinds WHERE id = \(id)")
            }

            #expect(["i", "r", "t", "b"].map { found[0][$0] } == row)
            #expect(["i", "r", "t", "b"].map { read[0][$0] } == row)
        }
    }

    @Test(arguments: TestEngine.available)
    func rowsOfValuesAreBoundInTheirOrder(engine: TestEngine) async throws {
        let engine = try await engine.make()

        let found = try await engine.read { db in
            let rows: [[any SQLConvertible]] = [["it's, (a", 1], ["$2", 22]]
            return try db.rows(
                """
                WITH given (t, i) AS (VALUES \(rows: rows))
                SELECT t, i FROM given WHERE i < \(100) ORDER BY i LIMIT 5
                """)
        }

        #expect(try found.map { try $0.text("t") } == ["it's, (a", "$2"])
        #expect(try found.map { try $0.int("i") } == [1, 22])
    }

    @Test(arguments: TestEngine.available)
    func aMissingValueIsNull(engine: TestEngine) async throws {
        let engine = try await engine.make([Self.kinds])
        let missing: String? = nil
        let present: Int64? = 7

        let row = try await engine.write { db in
            try db.rows("INSERT INTO kinds (id, i, t) VALUES (1, \(present), \(missing)) RETURNING i, t")[0]
        }

        #expect(try row.textIfPresent("t") == nil)
        #expect(try row.intIfPresent("i") == 7)
    }

    @Test(arguments: TestEngine.available)
    func textWithNULAndNaNAreRefused(engine: TestEngine) async throws {
        let engine = try await engine.make([Self.kinds])

        await #expect(throws: SQLError.failed(code: "22021", message: "value 2 is text with a NUL character"))
        {
            try await engine.write { db in try db.run("INSERT INTO kinds (id, t) VALUES (\(1), \("a\0b"))") }
        }
        await #expect(throws: SQLError.failed(code: "22003", message: "value 1 is not a number")) {
            try await engine.write { db in try db.run("INSERT INTO kinds (id, r) VALUES (1, \(Double.nan))") }
        }
    }

    @Test(arguments: TestEngine.available)
    func textSortsByItsBytes(engine: TestEngine) async throws {
        let engine = try await engine.make([Self.kinds])
        let words = ["王", "b", "B", "_", "a", "é", "Z"]

        let sorted = try await engine.write { db in
            for (id, word) in words.enumerated() {
                try db.run("INSERT INTO kinds (id, t) VALUES (\(id), \(word))")
            }
            return try db.rows("SELECT t FROM kinds ORDER BY t LIMIT 10").map { try $0.text("t") }
        }

        #expect(sorted == ["B", "Z", "_", "a", "b", "é", "王"])
    }
}
