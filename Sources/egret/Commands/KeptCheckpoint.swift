import Audit
import Foundation

/// The last good checkpoint of a log, in a file of whoever verifies it.
///
/// Only it shows that a log was cut short, so a file that cannot be understood is never taken for none, nor replaced.
struct KeptCheckpoint {
    let path: String

    /// Nil where there is no file yet.
    func read() throws -> Checkpoint? {
        guard FileManager.default.fileExists(atPath: path) else {
            let folder = URL(filePath: path).deletingLastPathComponent().path
            guard StateFolder.isFolder(folder) else {
                throw CommandProblem("--remember: there is no folder \(folder) to keep a checkpoint in.")
            }
            return nil
        }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw CommandProblem("--remember: \(path) cannot be read; it stays as it is.")
        }
        guard let checkpoint = Checkpoint(text) else {
            throw CommandProblem(
                """
                --remember: \(path) holds no checkpoint; it stays as it is. Put back a copy of the one you kept; if you \
                have none, name another file, and a log cut short before today is not found.
                """)
        }
        return checkpoint
    }

    func write(_ checkpoint: Checkpoint) throws {
        try checkpoint.wire.write(toFile: path, atomically: true, encoding: .utf8)
    }
}
