import Foundation

/// A few threads of our own that draw and seal papers, away from the event loops, with a bounded queue.
///
/// Each thread keeps its fonts open; nothing of Pango crosses threads.
final class RenderPool: Sendable {
    private let line: RenderLine
    private let typefaces: Typefaces

    init(threads: Int, waitingMax: Int, typefaces: Typefaces) {
        let line = RenderLine(waitingMax: waitingMax)
        self.line = line
        self.typefaces = typefaces
        for index in 0..<threads {
            let thread = Thread {
                var fonts: FontShelf?
                while let work = line.next() { work(&fonts) }
            }
            thread.name = "paper-\(index)"
            thread.stackSize = 4 << 20
            thread.start()
        }
    }

    deinit { line.close() }

    /// Runs work on one of the threads.
    ///
    /// - Throws: ``DocumentRefused/busy`` when the queue is full; whatever the work throws.
    func run<T: Sendable>(_ work: @escaping @Sendable (FontShelf) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            let accepted = line.add { [typefaces] fonts in
                continuation.resume(
                    with: Result {
                        let shelf = try fonts ?? FontShelf(typefaces)
                        fonts = shelf
                        return try work(shelf)
                    })
            }
            if !accepted { continuation.resume(throwing: DocumentRefused.busy) }
        }
    }
}
