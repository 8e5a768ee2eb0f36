import Base
import Foundation
import HTTPTypes
import Storage
import Support
import Testing

@testable import Audit

/// What others' programs say about our tree: pymerkle from PyPI and Go's `sumdb`.
///
/// The files go to `EGRET_FOREIGN_OUT`, or to a temporary folder. The programs run when `EGRET_VENV` names a Python
/// environment with pymerkle; `EGRET_REQUIRE_FOREIGN=1` makes its absence a failure.
@Suite struct AuditForeignTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let venv = environment["EGRET_VENV"].flatMap { $0.isEmpty ? nil : $0 }
    private static let runs = venv != nil || environment["EGRET_REQUIRE_FOREIGN"] == "1"
    private static let programs = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Foreign/audit").standardizedFileURL

    @Test(.enabled(if: runs)) func pymerkleFindsTheSameRootsAndProofs() throws {
        let venv = try #require(Self.venv, "EGRET_REQUIRE_FOREIGN=1, but EGRET_VENV is not set")
        let folder = try Self.folder("pymerkle")
        let file = try Proofs(tree: MemoryTree(size: 5_000), random: TestRandom(seed: 9)).json
        try file.write(to: folder.appending(path: "proofs.json"))

        let said = try Self.run(
            venv + "/bin/python3",
            [Self.programs.appending(path: "check_pymerkle.py").path(), folder.path()])

        Self.remove(folder)
        #expect(said.hasPrefix("pymerkle agrees: "))
    }

    @Test(.enabled(if: runs), arguments: TestEngine.available)
    func sumdbReadsTheWholeLog(on engine: TestEngine) async throws {
        let log = try await TestLog(engine)
        let leaves = try await log.grow(by: [200, 500])
        let old = try #require(try await log.checkpoint())
        try await log.grow(by: [9])
        let folder = try Self.folder("tlog-\(engine.rawValue)")
        let tree = log.tree
        let receipts = [leaves[0], leaves[255], leaves[699]]
        let files: [String: [UInt8]] = try await log.engine.read { db in
            try Self.dump(tree, old: old, receipts: receipts, in: db)
        }
        for (path, bytes) in files {
            let file = folder.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: file)
        }

        let said = try Self.run(
            "/usr/bin/env",
            [
                "GO111MODULE=off", "GOPATH=/usr/share/gocode", "GOFLAGS=", "go", "run",
                Self.programs.appending(path: "check_tlog.go").path(), folder.path(),
            ])

        Self.remove(folder)
        #expect(said.hasPrefix("sumdb agrees: 709 leaves"))
    }

    private static func dump(
        _ tree: AuditTree, old: Checkpoint, receipts: [Token], in db: any SQLConnection
    ) throws -> [String: [UInt8]] {
        let checkpoint = try #require(try tree.checkpoint(in: db))
        var files = [
            "checkpoint": Array(checkpoint.wire.utf8), "checkpoint.old": Array(old.wire.utf8),
            "key": Array((tree.keys.last?.description ?? "").utf8),
        ]
        for kind in [TileID.Kind.level(0), .level(1), .entries] {
            let level = kind == .level(1) ? 1 : 0
            var index: Int64 = 0
            while case let width = TileID.width(level: level, index: index, treeSize: checkpoint.size),
                width > 0
            {
                let id = TileID(kind, index, width: width)
                files[id.path] = try tree.content(of: id, in: db)
                index += 1
            }
        }
        for leaf in receipts {
            files["\(leaf).tlog-proof"] = Array(try tree.receipt(for: leaf, in: db).text.utf8)
        }
        var reader = tree.reader(size: checkpoint.size, in: db)
        let proof = try ConsistencyProof(oldSize: old.size, newSize: checkpoint.size, reader: &reader)
        files["consistency"] = Array(proof.hashes.map(StrictBase64.encode).joined(separator: "\n").utf8)
        return files
    }

    private static func folder(_ name: String) throws -> URL {
        let root =
            environment["EGRET_FOREIGN_OUT"].map { URL(filePath: $0) }
            ?? FileManager.default.temporaryDirectory.appending(
                path: "egret-foreign-\(ProcessInfo.processInfo.processIdentifier)")
        let folder = root.appending(path: "audit/\(name)")
        try? FileManager.default.removeItem(at: folder)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    /// Nothing stays behind, unless somebody asked to see the files.
    private static func remove(_ folder: URL) {
        guard environment["EGRET_FOREIGN_OUT"] == nil else { return }
        try? FileManager.default.removeItem(at: folder)
    }

    /// Runs a program and returns what it said; its failure is the test's.
    private static func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let said = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(said)")
        return said
    }
}

/// Roots and proofs of a tree for every small size and some large ones.
private struct Proofs: Encodable {
    struct Inclusion: Encodable {
        let index: Int64
        let size: Int64
        let hashes: [String]
    }

    struct Consistency: Encodable {
        let old: Int64
        let new: Int64
        let oldRoot: String
        let newRoot: String
        let hashes: [String]
    }

    let leaves: Int
    var roots: [String: String] = [:]
    var inclusion: [Inclusion] = []
    var consistency: [Consistency] = []

    init(tree: MemoryTree, random: TestRandom) throws {
        leaves = tree.leaves.count
        let large = (0..<60).map { _ in 258 + Int(random.next() % UInt64(tree.leaves.count - 257)) }
        for size in Array(1...257) + large {
            roots[String(size)] = tree.roots[size].hex
            var reader = tree.reader(size: Int64(size))
            for _ in 0..<3 {
                let index = Int64(random.next() % UInt64(size))
                let proof = try InclusionProof(index: index, size: Int64(size), reader: &reader)
                inclusion.append(
                    Inclusion(index: index, size: Int64(size), hashes: proof.hashes.map(\.hex)))
                let old = 1 + Int64(random.next() % UInt64(size))
                guard old < size else { continue }
                let growth = try ConsistencyProof(oldSize: old, newSize: Int64(size), reader: &reader)
                consistency.append(
                    Consistency(
                        old: old, new: Int64(size), oldRoot: tree.roots[Int(old)].hex,
                        newRoot: tree.roots[size].hex, hashes: growth.hashes.map(\.hex)))
            }
        }
    }

    var json: Data {
        get throws { try JSONEncoder().encode(self) }
    }
}
