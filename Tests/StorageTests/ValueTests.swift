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
}
