import Foundation
import GRDB
import Storage
import Synchronization
import Testing

@testable import StorageSQLite

@Suite struct LostDisks {
    /// Fails commits the way SQLite does when the disk refuses a flush.
    private final class FailingFlush: TransactionObserver, Sendable {
        func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { true }
        func databaseDidChange(with event: DatabaseEvent) {}
        func databaseWillCommit() throws { throw DatabaseError(resultCode: .SQLITE_IOERR_FSYNC) }
        func databaseDidCommit(_ db: Database) {}
        func databaseDidRollback(_ db: Database) {}
    }

    private final class Reports: Sendable {
        private let errors = Mutex<[SQLError]>([])
        func add(_ error: SQLError) { errors.withLock { $0.append(error) } }
        var all: [SQLError] { errors.withLock { $0 } }
    }

    @Test func aFailedFlushIsReportedAndNobodyIsToldOtherwise() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "egret-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let reports = Reports()
        let engine = try SQLiteEngine(path: folder.appending(path: "egret.sqlite").path) { reports.add($0) }
        try await engine.run("CREATE TABLE notes (id INTEGER NOT NULL PRIMARY KEY) STRICT")
        engine.pool.add(transactionObserver: FailingFlush(), extent: .databaseLifetime)

        let error = await #expect(throws: SQLError.self) {
            try await engine.run("INSERT INTO notes (id) VALUES (1)")
        }

        #expect(reports.all.count == 1)
        #expect(reports.all.first == error)
        #expect(error?.isLostDisk == true)
        #expect(try await engine.count("notes") == 0)
    }

    @Test(arguments: [
        (ResultCode.SQLITE_IOERR_WRITE, true), (.SQLITE_IOERR_FSYNC, true), (.SQLITE_FULL, false),
        (.SQLITE_BUSY, false), (.SQLITE_CORRUPT, false), (.SQLITE_CONSTRAINT_CHECK, false),
    ])
    func onlyAFaultOfTheDiskIsALostDisk(code: ResultCode, isLost: Bool) {
        #expect(SQLError(DatabaseError(resultCode: code)).isLostDisk == isLost)
    }
}
