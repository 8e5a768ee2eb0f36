import Base
import Storage
import Support
import Synchronization
import Testing

@testable import Audit

/// Two thousand random changes to the tables of the log, each undone after the verifier has looked.
@Suite struct AuditMutationTests {
    private struct Undo: Error {}

    @Test(arguments: TestEngine.available)
    func everyRandomChangeOfASmallLogIsDetected(on engine: TestEngine) async throws {
        try await change(
            try await TestLog(engine), grown: [1, 2, 6], rounds: engine == .sqlite ? 2_000 : 200)
    }

    @Test func everyRandomChangeOfALogOfTwoLevelsIsDetected() async throws {
        try await change(try await TestLog(.sqlite), grown: [254, 3], rounds: 100)
    }

    private func change(_ log: TestLog, grown groups: [Int], rounds: Int) async throws {
        try await log.grow(by: groups)
        let verifier = log.verifier()
        #expect(try await verifier.verify(database: log.engine).isClean)
        let random = TestRandom(seed: 2_026)
        let missed = Mutex<[String]>([])

        for _ in 0..<rounds {
            let change = try await log.engine.read { db in try Mutation.next(random, in: db) }
            await #expect(throws: Undo.self) {
                try await log.engine.write { db in
                    for statement in change.statements { try db.run(statement) }
                    let report = try verifier.verify(in: db)
                    if report.isClean { missed.withLock { $0.append(change.name) } }
                    throw Undo()
                }
            }
        }

        #expect(missed.withLock { $0 } == [])
        #expect(try await verifier.verify(database: log.engine).isClean)
    }
}

/// One random change of one kind.
private struct Mutation {
    let name: String
    let statements: [SQLStatement]

    static func next(_ random: TestRandom, in db: any SQLConnection) throws -> Mutation {
        func pick(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
        let leaves = try AuditRecords.leaves(0..<1_000, in: db)
        let leaf = leaves[pick(leaves.count)]
        let other = leaves[(Int(leaf.index) + 1 + pick(leaves.count - 1)) % leaves.count]
        let checkpoints = try AuditRecords.checkpoints(after: -1, countMax: 10, in: db)
        let checkpoint = checkpoints[pick(checkpoints.count)]
        let (level, place) = leaves.count < 256 ? (0, Int64(0)) : [(0, 0), (0, 1), (1, 0)][pick(3)]
        let tile = try AuditRecords.tile(level: level, index: place, in: db) ?? []
        func flipped(_ bytes: [UInt8]) -> [UInt8] {
            var bytes = bytes
            bytes[pick(bytes.count)] ^= 1 << UInt8(pick(8))
            return bytes
        }
        func cut(_ bytes: [UInt8]) -> [UInt8] { Array(bytes.prefix(pick(bytes.count))) }
        switch pick(13) {
        case 0:
            return Mutation(
                "flips a leaf's bit",
                ["UPDATE audit_leaves SET leaf_bytes = \(flipped(leaf.bytes)) WHERE idx = \(leaf.index)"])
        case 1:
            return Mutation(
                "cuts a leaf",
                ["UPDATE audit_leaves SET leaf_bytes = \(cut(leaf.bytes)) WHERE idx = \(leaf.index)"])
        case 2:
            return Mutation(
                "flips a leaf hash's bit",
                ["UPDATE audit_leaves SET leaf_hash = \(flipped(leaf.hash)) WHERE idx = \(leaf.index)"])
        case 3:
            return Mutation(
                "renames a leaf",
                ["UPDATE audit_leaves SET leaf_id = \(leaf.id.dropLast() + "~") WHERE idx = \(leaf.index)"])
        case 4:
            return Mutation("deletes a leaf", ["DELETE FROM audit_leaves WHERE idx = \(leaf.index)"])
        case 5:
            return Mutation(
                "swaps leaves",
                [
                    "UPDATE audit_leaves SET idx = -1 WHERE idx = \(leaf.index)",
                    "UPDATE audit_leaves SET idx = \(leaf.index) WHERE idx = \(other.index)",
                    "UPDATE audit_leaves SET idx = \(other.index) WHERE idx = -1",
                ])
        case 6:
            return Mutation("truncates the leaves", ["DELETE FROM audit_leaves WHERE idx >= \(leaf.index)"])
        case 7:
            return Mutation(
                "flips a tile's bit",
                [
                    "UPDATE audit_tiles SET tile_bytes = \(flipped(tile)) WHERE level = \(level) AND idx = \(place)"
                ])
        case 8:
            return Mutation(
                "cuts a tile",
                ["UPDATE audit_tiles SET tile_bytes = \(cut(tile)) WHERE level = \(level) AND idx = \(place)"]
            )
        case 9:
            return Mutation(
                "deletes a tile", ["DELETE FROM audit_tiles WHERE level = \(level) AND idx = \(place)"])
        case 10:
            return Mutation(
                "flips a root's bit",
                [
                    "UPDATE audit_checkpoints SET root = \(flipped(checkpoint.root)) WHERE size = \(checkpoint.size)"
                ])
        case 11:
            // Text must stay text: only the lower seven bits, never to NUL.
            var note = Array(checkpoint.note.utf8)
            let places = note.indices.filter { note[$0] < 0x80 }
            let at = places[pick(places.count)]
            note[at] = note[at] == 0x21 ? 0x22 : 0x21
            return Mutation(
                "changes a note",
                [
                    "UPDATE audit_checkpoints SET note_text = \(String(decoding: note, as: UTF8.self)) WHERE size = \(checkpoint.size)"
                ])
        default:
            return Mutation(
                "deletes a checkpoint", ["DELETE FROM audit_checkpoints WHERE size = \(checkpoint.size)"])
        }
    }

    private init(_ name: String, _ statements: [SQLStatement]) {
        self.name = name
        self.statements = statements
    }
}
