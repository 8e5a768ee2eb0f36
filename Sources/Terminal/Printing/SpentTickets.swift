import Foundation
import Synchronization

/// The tickets whose paper this terminal has begun to print: written down before the first byte leaves.
///
/// A ticket lives a minute, so that only the newest ``kept`` need to survive a start.
final class SpentTickets: Sendable {
    static let kept = 5_000
    private let url: URL
    private let disk: any Disk
    private let ids: Mutex<Set<String>>

    init(url: URL, disk: any Disk = MachineDisk()) throws {
        self.url = url
        self.disk = disk
        // A byte that the disk has changed spoils its own line and no other.
        let text = String(decoding: disk.contents(of: url) ?? [], as: UTF8.self)
        let lines = text.split(separator: "\n").map(String.init)
        // Written anew at each start, so that a line torn by a power cut cannot swallow the next one.
        let recent = lines.suffix(Self.kept)
        try disk.write(Array(recent.map { $0 + "\n" }.joined().utf8), to: url)
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
            try disk.append(Array((id + "\n").utf8), to: url)
            return true
        }
    }
}
