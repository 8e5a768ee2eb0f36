package import GRDB
import Storage
import Synchronization

/// Runs a batch of transactions as savepoints of one, flushes once, then answers.
final class BatchWriter: Sendable {
    private let announcements: Announcements
    private let onLostDisk: @Sendable (SQLError) -> Void
    private let committed = Mutex(0)

    init(announcements: Announcements, onLostDisk: @escaping @Sendable (SQLError) -> Void) {
        self.announcements = announcements
        self.onLostDisk = onLostDisk
    }

    var commits: Int { committed.withLock { $0 } }

    func commit(_ batch: [WaitingWrite], in db: Database) {
        var kept: [(write: WaitingWrite, answer: @Sendable () -> Void)] = []
        var refused: [(write: WaitingWrite, error: any Error)] = []
        var topics: Set<String> = []
        do {
            try db.run("BEGIN IMMEDIATE")
            for write in batch {
                let connection = SQLiteConnection(db: db)
                // In memory are the pages that one of them changes, as they were; they are forgotten with each.
                try db.run("SAVEPOINT one")
                do {
                    let answer = try write.attempt(connection)
                    kept.append((write, answer))
                    topics.formUnion(connection.topics)
                } catch {
                    let cause = connection.ended
                    // a full or broken disk ends the whole transaction, not only this part of it
                    guard db.isInsideTransaction, cause?.isLostDisk != true else { throw cause ?? error }
                    try db.run("ROLLBACK TO one")
                    refused.append((write, error))
                }
                try db.run("RELEASE one")
            }
            try db.run("COMMIT")
        } catch {
            if db.isInsideTransaction { try? db.run("ROLLBACK") }
            let error = (error as? SQLError) ?? SQLError(error)
            if error.isLostDisk { onLostDisk(error) }
            for write in batch {
                write.refuse(error)
            }
            return
        }
        committed.withLock { $0 += 1 }
        // Before the answers, so that who is answered finds it announced.
        announcements.announce(topics)
        for (_, answer) in kept {
            answer()
        }
        for (write, error) in refused {
            write.refuse(error)
        }
    }
}

extension Database {
    /// Runs a statement without values that is compiled once.
    package func run(_ sql: String) throws {
        try cachedStatement(sql: sql).execute()
    }
}
