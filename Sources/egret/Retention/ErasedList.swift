import Base
import Foundation
import Synchronization
import Vault

/// The ids of erased persons in a file outside the database, so that a restored backup does not bring them back.
///
/// One line each, moment and id, appended and flushed. An id leads to nobody: its key and its rows are gone. Every node
/// keeps a list of its own of all that its database has erased.
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
    func read() throws -> [ShreddedSubject] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return try lines(of: Data(contentsOf: URL(filePath: path))).enumerated().map { index, line in
            let parts = line.split(separator: " ")
            guard parts.count == 2, let at = Int64(parts[0]), let id = Token(rawValue: String(parts[1]))
            else {
                throw Unreadable(path: path, line: index + 1)
            }
            return ShreddedSubject(id: id, at: Instant(milliseconds: at))
        }
    }

    /// Adds lines and flushes them to the disk.
    func append(_ subjects: [ShreddedSubject]) throws {
        guard !subjects.isEmpty else { return }
        try turn.withLock { _ in
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard descriptor >= 0 else { throw failure() }
            let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            // A line that a power cut tore is written again.
            let whole = try lines(of: file.readToEnd() ?? Data()).reduce(0) { $0 + $1.utf8.count + 1 }
            try file.truncate(atOffset: UInt64(whole))
            let text = subjects.map { "\($0.at.milliseconds) \($0.id.rawValue)\n" }.joined()
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
