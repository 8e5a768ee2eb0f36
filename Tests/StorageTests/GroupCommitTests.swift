import Base
import Dispatch
import Foundation
import Storage
import Support
import Synchronization
import Testing

@testable import StorageSQLite

@Suite struct GroupCommit {
    private final class Opened {
        let folder = FileManager.default.temporaryDirectory.appending(path: "egret-test-\(UUID().uuidString)")
        let engine: SQLiteEngine
        let lost = Lost()

        init(waitingMax: Int = 1_000) async throws {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            engine = try SQLiteEngine(
                path: folder.appending(path: "egret.sqlite").path, waitingMax: waitingMax,
                onLostDisk: { [lost] in lost.add($0) })
            try await engine.run("CREATE TABLE notes (id INTEGER NOT NULL PRIMARY KEY) STRICT")
        }

        deinit { try? FileManager.default.removeItem(at: folder) }
    }

    final class Lost: Sendable {
        private let errors = Mutex<[SQLError]>([])
        func add(_ error: SQLError) { errors.withLock { $0.append(error) } }
        var all: [SQLError] { errors.withLock { $0 } }
    }

    /// Keeps the writer in a transaction until it is released.
    private struct Hold {
        let release = DispatchSemaphore(value: 0)
        let task: Task<Void, any Error>

        init(_ engine: SQLiteEngine) async throws {
            let (started, start) = AsyncStream.makeStream(of: Void.self)
            task = Task { [release] in
                try await engine.write { _ in
                    start.finish()
                    release.wait()
                }
            }
            for await _ in started {}
        }
    }

    @Test func theWriterFlushesEachCommit() async throws {
        let opened = try await Opened()

        #expect(try opened.engine.pragma("synchronous") == "2")
        #expect(try opened.engine.pragma("journal_mode") == "wal")
        #expect(try opened.engine.pragma("foreign_keys") == "1")
    }

    @Test func theFileIsReadableByItsOwnerAlone() async throws {
        let opened = try await Opened()

        for name in ["egret.sqlite", "egret.sqlite-wal"] {
            let path = opened.folder.appending(path: name).path
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(name)")
        }
    }

    @Test func aFailureInTheMiddleHarmsNoOther() async throws {
        let opened = try await Opened()
        let engine = opened.engine
        let hold = try await Hold(engine)
        let commits = engine.commits

        let tasks = try await (0..<5).asyncMap { index in
            let task = Task {
                try await engine.write { db in
                    // What the third wrote before it failed must go with it.
                    if index == 2 { try db.run("INSERT INTO notes (id) VALUES (100)") }
                    return try db.run("INSERT INTO notes (id) VALUES (\(index == 2 ? 1 : index))")
                }
            }
            while engine.waiting <= index { try await Task.sleep(for: .milliseconds(1)) }
            return task
        }
        hold.release.signal()
        try await hold.task.value
        let results = await tasks.asyncMap { await $0.result }

        for index in [0, 1, 3, 4] {
            #expect(try results[index].get() == 1)
        }
        #expect(throws: SQLError.duplicate(constraint: "UNIQUE constraint failed: notes.id")) {
            try results[2].get()
        }
        let ids = try await engine.read { db in
            try db.rows("SELECT id FROM notes ORDER BY id LIMIT 10").map { try $0.int("id") }
        }
        #expect(ids == [0, 1, 3, 4])
        #expect(engine.commits == commits + 2, "one for the holder, one for the five")
    }

    @Test func waitingTransactionsShareFlushes() async throws {
        let opened = try await Opened()
        let engine = opened.engine
        let commits = engine.commits

        try await withThrowingTaskGroup(of: Void.self) { group in
            for id in 0..<500 {
                group.addTask { try await engine.run("INSERT INTO notes (id) VALUES (\(id))") }
            }
            try await group.waitForAll()
        }

        #expect(try await engine.count("notes") == 500)
        #expect(engine.commits - commits < 250)
    }

    @Test func aFullQueueRefusesInsteadOfGrowing() async throws {
        let opened = try await Opened(waitingMax: 2)
        let engine = opened.engine
        let hold = try await Hold(engine)
        let queued = (0..<2).map { id in
            Task { try await engine.run("INSERT INTO notes (id) VALUES (\(id))") }
        }
        while engine.waiting < 2 { try await Task.sleep(for: .milliseconds(1)) }

        await #expect(throws: SQLError.busy) { try await engine.run("INSERT INTO notes (id) VALUES (9)") }

        hold.release.signal()
        try await hold.task.value
        for task in queued { try await task.value }
        #expect(try await engine.count("notes") == 2)
    }

    @Test func aFullDatabaseRefusesEveryoneAndRecovers() async throws {
        let opened = try await Opened()
        let engine = opened.engine
        try await engine.run("CREATE TABLE blobs (b BLOB) STRICT")
        _ = try engine.pragma("max_page_count = 20")
        let large = [UInt8](repeating: 7, count: 200_000)

        await #expect(throws: SQLError.full) {
            try await engine.run("INSERT INTO blobs (b) VALUES (\(large))")
        }

        #expect(opened.lost.all.isEmpty, "a full disk is not a lost one")
        try await engine.run("INSERT INTO notes (id) VALUES (1)")
        #expect(try await engine.count("notes") == 1)
    }
}

extension Sequence {
    func asyncMap<T>(_ transform: (Element) async throws -> T) async rethrows -> [T] {
        var mapped: [T] = []
        for element in self { mapped.append(try await transform(element)) }
        return mapped
    }
}
