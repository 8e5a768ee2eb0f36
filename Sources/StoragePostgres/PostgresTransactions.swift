import Base
import Foundation
import Storage

/// Runs a closure as one transaction, again when it lost against another.
struct PostgresTransactions: Sendable {
    enum Kind {
        case read
        case write

        var begin: String {
            switch self {
            case .read: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            case .write: "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE"
            }
        }
    }

    /// Why an attempt is worth repeating; in each case the server kept nothing of it.
    private enum Loss {
        case serialization
        case connection(message: String)
        case stalePlan(SQLError)

        var error: SQLError {
            switch self {
            case .serialization: .busy
            case .connection(let message): .disconnected(message: message)
            case .stalePlan(let error): error
            }
        }
    }

    let attemptsMax: Int
    let world: World
    let announcements: Announcements

    func run<T>(_ kind: Kind, on link: PostgresLink, _ body: (any SQLConnection) throws -> T) throws -> T {
        var loss = Loss.serialization
        for attempt in 1...attemptsMax {
            try link.connect()
            do {
                return try once(kind, on: link, body)
            } catch let lost as Lost {
                loss = lost.loss
                switch loss {
                case .serialization: if attempt < attemptsMax { pause(after: attempt) }
                case .connection: link.disconnect()
                case .stalePlan: link.forgetPrepared()
                }
            }
        }
        throw loss.error
    }

    private struct Lost: Error {
        let loss: Loss
    }

    private func once<T>(_ kind: Kind, on link: PostgresLink, _ body: (any SQLConnection) throws -> T) throws
        -> T
    {
        let connection = PostgresConnection(link: link)
        let value: T
        do {
            link.open(kind.begin)
            value = try body(connection)
            if let ended = connection.ended { throw ended }
        } catch {
            rollBack(link)
            // what the server said comes before what the closure made of it
            throw lost(connection.ended ?? (error as? SQLError)) ?? error
        }
        guard link.hasOpened() else {
            announcements.announce(connection.topics)
            return value
        }
        if kind == .read {
            link.endReading()
            return value
        }
        try commit(on: link)
        announcements.announce(connection.topics)
        return value
    }

    private func commit(on link: PostgresLink) throws {
        do {
            let answer = try link.simple("COMMIT")
            // the server answers ROLLBACK to a COMMIT it did not keep
            guard answer.tag == "COMMIT" else {
                throw SQLError.failed(code: "25P02", message: "the transaction was rolled back")
            }
        } catch {
            rollBack(link)
            if case .disconnected = error as? SQLError {
                // the commit may have been kept: repeating it could do the work twice
                link.disconnect()
                throw error
            }
            throw lost(error as? SQLError) ?? error
        }
    }

    private func rollBack(_ link: PostgresLink) {
        guard link.hasOpened(), link.isConnected else { return }
        do { try link.simple("ROLLBACK") } catch { link.disconnect() }
    }

    private func lost(_ error: SQLError?) -> Lost? {
        switch error {
        case .failed("40001", _), .failed("40P01", _): Lost(loss: .serialization)
        case .disconnected(let message): Lost(loss: .connection(message: message))
        case .failed("26000", let message):
            Lost(loss: .stalePlan(.failed(code: "26000", message: message)))
        case .failed("0A000", let message) where message.contains("cached plan"):
            Lost(loss: .stalePlan(.failed(code: "0A000", message: message)))
        default: nil
        }
    }

    /// Waits 0 to 2, 4, 8 … milliseconds, at most 100, so that those who collided do not collide again.
    private func pause(after attempt: Int) {
        let limitMicroseconds = min(1_000 << min(attempt, 7), 100_000)
        let random = world.random(4).reduce(0) { $0 << 8 | Int($1) }
        Thread.sleep(forTimeInterval: Double(random % limitMicroseconds) / 1e6)
    }
}
