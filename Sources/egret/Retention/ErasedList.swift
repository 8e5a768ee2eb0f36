import Foundation
import Synchronization

/// What persons had erased, in a file outside the database, so that a restored backup does not bring it back.
///
/// One ``ErasedLine`` each, appended and flushed. The id of an erased person leads to nobody: its key and its rows are gone.
/// Every node keeps a list of its own of all that its database has erased.
final class ErasedList: Sendable {
    let path: String
    /// One writer of this process at a time.
    private let turn = Mutex(())

    init(path: String) {
        self.path = path
    }

    /// Every line that was written whole; empty when there is no file yet.
    ///
    /// - Throws: ``Unreadable`` when a line is none of ours: what cannot be read cannot be erased again.
    func read() throws -> [ErasedLine] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return try lines(of: Data(contentsOf: URL(filePath: path))).enumerated().map { index, line in
            guard let read = ErasedLine(line) else { throw Unreadable(path: path, line: index + 1) }
            return read
        }
    }

    /// Adds lines and flushes them to the disk.
    func append(_ added: [ErasedLine]) throws {
        guard !added.isEmpty else { return }
        try turn.withLock { _ in
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard descriptor >= 0 else { throw failure() }
            let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            // A line that a power cut tore is written again.
            let whole = try lines(of: file.readToEnd() ?? Data()).reduce(0) { $0 + $1.utf8.count + 1 }
            try file.truncate(atOffset: UInt64(whole))
            let text = added.map { $0.text + "\n" }.joined()
            try file.write(contentsOf: Data(text.utf8))
            guard fsync(descriptor) == 0 else { throw failure() }
        }
    }

    /// Lines with their end; what stands behind the last one was torn.
    private func lines(of data: Data) -> [Substring] {
        let text = String(decoding: data, as: UTF8.self)
        guard let end = text.lastIndex(of: "\n") else { return [] }
        return text[..<end].split(separator: "\n", omittingEmptySubsequences: false)
    }

    private func failure() -> POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }

    struct Unreadable: Error, CustomStringConvertible {
        let path: String
        let line: Int

        var description: String {
            "line \(line) of \(path) is no line of the list of erased persons: bring the file back from a copy, because "
                + "without it a restored backup may bring erased persons back"
        }
    }
}
