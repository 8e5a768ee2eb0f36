import Base
import Storage
import Synchronization

/// Hands out the numbers of a day without everybody waiting for one row.
///
/// A node takes numbers from the day's row in a short transaction of its own, one at first, twice as many each time it
/// runs out within a second, at most ``blockMax``; so in quiet times numbers follow each other, and in busy times one
/// transaction serves hundreds. What a node had taken and not handed out when it stopped is a gap in the day's numbers:
/// a number is never given twice, and a missing one means nothing.
final class CaseNumbers: Sendable {
    static let blockMax: Int64 = 256

    private struct Book {
        /// Taken from the row and not handed out; the lowest last.
        var left: [CaseNumber] = []
        var blockSize: Int64 = 1
        var takenAt: Instant?
        var isTaking = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private enum Turn {
        case number(CaseNumber)
        case take(Int64)
        case wait
    }

    private let engine: any SQLEngine
    private let world: World
    /// By prefix: implementation code and day.
    private let books = Mutex<[String: Book]>([:])

    init(engine: any SQLEngine, world: World) {
        self.engine = engine
        self.world = world
    }

    /// The next number of the prefix.
    func next(_ prefix: String) async throws -> CaseNumber {
        while true {
            switch turn(prefix) {
            case .number(let number): return number
            case .take(let count): try await take(count, prefix)
            case .wait: await wait(prefix)
            }
        }
    }

    /// Takes back a number whose case was certainly not kept.
    func giveBack(_ number: CaseNumber, of prefix: String) {
        books.withLock { $0[prefix]?.left.append(number) }
    }

    private func turn(_ prefix: String) -> Turn {
        let now = world.now()
        return books.withLock { books in
            if let number = books[prefix]?.left.popLast() { return .number(number) }
            if books[prefix]?.isTaking == true { return .wait }
            // Yesterday's books are closed when today's first is opened.
            if books[prefix] == nil {
                books = books.filter { $0.value.isTaking || !$0.value.waiting.isEmpty }
            }
            var book = books[prefix, default: Book()]
            if let takenAt = book.takenAt {
                let isBusy = now.since(takenAt) < .seconds(1)
                book.blockSize = isBusy ? min(book.blockSize * 2, Self.blockMax) : max(1, book.blockSize / 2)
            }
            book.isTaking = true
            book.takenAt = now
            books[prefix] = book
            return .take(book.blockSize)
        }
    }

    private func take(_ count: Int64, _ prefix: String) async throws {
        let taken: Result<[CaseNumber], any Error>
        do {
            taken = .success(try await allot(count, prefix))
        } catch {
            taken = .failure(error)
        }
        let woken = books.withLock { books in
            var book = books[prefix, default: Book()]
            if let numbers = try? taken.get() { book.left = numbers.reversed() + book.left }
            book.isTaking = false
            defer { books[prefix] = book }
            defer { book.waiting = [] }
            return book.waiting
        }
        for continuation in woken { continuation.resume() }
        _ = try taken.get()
    }

    private func allot(_ count: Int64, _ prefix: String) async throws -> [CaseNumber] {
        let last = try await engine.write { db in try CaseStore.allot(count, of: prefix, in: db) }
        return (last - count + 1...last).map { CaseNumber(prefix: prefix, sequence: $0) }
    }

    private func wait(_ prefix: String) async {
        await withCheckedContinuation { continuation in
            let isOver = books.withLock { books in
                guard books[prefix]?.isTaking == true else { return true }
                books[prefix]?.waiting.append(continuation)
                return false
            }
            if isOver { continuation.resume() }
        }
    }
}
