import Foundation
import Synchronization

/// The tickets whose paper this terminal has begun to print: written down before the first byte leaves.
///
/// A ticket lives a minute, so that only the newest ``kept`` need to survive a start.
final class SpentTickets: Sendable {
    private struct State {
        var ids: [String] = []
        var known: Set<String> = []
        /// Whether the file holds whole lines only, as this process wrote them.
        var isTidy = false
    }

    static let kept = 5_000
    private let url: URL
    private let disk: any Disk
    private let state: Mutex<State>

    init(url: URL, disk: any Disk = MachineDisk()) {
        self.url = url
        self.disk = disk
        // A byte that the disk has changed spoils its own line and no other.
        let text = String(decoding: disk.contents(of: url) ?? [], as: UTF8.self)
        let recent = Array(text.split(separator: "\n").map(String.init).suffix(Self.kept))
        state = Mutex(State(ids: recent, known: Set(recent)))
    }

    func contains(_ id: String) -> Bool {
        state.withLock { $0.known.contains(id) }
    }

    /// - Returns: False when the ticket was spent before.
    /// - Throws: When it could not be written down; the ticket counts as spent all the same.
    func spend(_ id: String) throws -> Bool {
        try state.withLock { state in
            guard state.known.insert(id).inserted else { return false }
            state.ids.append(id)
            guard state.isTidy else {
                // Written anew after each start, so that a line torn by a power cut cannot swallow the next one.
                try disk.write(Array(state.ids.map { $0 + "\n" }.joined().utf8), to: url)
                state.isTidy = true
                return true
            }
            do {
                try disk.append(Array((id + "\n").utf8), to: url)
            } catch {
                state.isTidy = false
                throw error
            }
            return true
        }
    }
}
