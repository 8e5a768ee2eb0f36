import Foundation
import Glibc
import Synchronization

/// The tickets whose paper this terminal has begun to print: written down before the first byte leaves.
///
/// A ticket lives a minute, so that only the newest ``kept`` need to survive a start.
final class SpentTickets: Sendable {
    static let kept = 5_000
    private let url: URL
    private let ids: Mutex<Set<String>>

    init(url: URL) throws {
        self.url = url
        // A byte that the disk has changed spoils its own line and no other.
        let text = String(decoding: FileManager.default.contents(atPath: url.path) ?? Data(), as: UTF8.self)
        let lines = text.split(separator: "\n").map(String.init)
        // Written anew at each start, so that a line torn by a power cut cannot swallow the next one.
        let recent = lines.suffix(Self.kept)
        try DurableFile.write(Array(recent.map { $0 + "\n" }.joined().utf8), to: url)
        ids = Mutex(Set(recent))
    }

    func contains(_ id: String) -> Bool {
        ids.withLock { $0.contains(id) }
    }

    /// - Returns: False when the ticket was spent before.
    /// - Throws: When it could not be written down; the ticket counts as spent all the same.
    func spend(_ id: String) throws -> Bool {
        try ids.withLock { ids in
            guard ids.insert(id).inserted else { return false }
            let descriptor = open(url.path, O_WRONLY | O_APPEND | O_CLOEXEC)
            guard descriptor >= 0 else { throw DurableFile.Failed(call: "open", errno: errno) }
            defer { close(descriptor) }
            try DurableFile.append(Array((id + "\n").utf8), to: descriptor)
            return true
        }
    }
}
