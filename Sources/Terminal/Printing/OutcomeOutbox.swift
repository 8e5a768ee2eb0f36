import Base
import Foundation
import Synchronization
import Wire

/// Outcomes that the centre has not confirmed yet: one small file each, without anything about the citizen.
///
/// A file is laid down as `failed` as soon as there is a ticket, so that a power cut before anything was begun costs the
/// citizen no more than another press, and as `unknown` before the first byte leaves, so that one in the middle of a
/// paper is reported as what it is: nobody knows.
final class OutcomeOutbox: Sendable {
    private let folder: URL
    private let disk: any Disk
    /// Tickets that are being printed now: their `unknown` is not the last word.
    private let open = Mutex<Set<String>>([])

    init(folder: URL, disk: any Disk = MachineDisk()) throws {
        self.folder = folder
        self.disk = disk
        try disk.makeFolder(folder)
    }

    func hold(_ ticketID: String) throws {
        open.withLock { _ = $0.insert(ticketID) }
        try write(PrintOutcome(state: .failed, reason: "power-cut", pagesPrinted: 0), ticketID)
    }

    func begin(_ ticketID: String) throws {
        open.withLock { _ = $0.insert(ticketID) }
        try write(PrintOutcome(state: .unknown, reason: "power-cut", pagesPrinted: 0), ticketID)
    }

    func finish(_ ticketID: String, _ outcome: PrintOutcome) throws {
        defer { open.withLock { _ = $0.remove(ticketID) } }
        try write(outcome, ticketID)
    }

    /// What waits to be told, oldest name first; unreadable files are left for the technician.
    func waiting() -> [(ticketID: String, outcome: PrintOutcome)] {
        let printing = open.withLock { $0 }
        return disk.names(in: folder).sorted().compactMap { name in
            guard name.hasSuffix(".json"), let data = disk.contents(of: file(name)),
                let outcome = try? JSONDecoder().decode(PrintOutcome.self, from: Data(data))
            else { return nil }
            let ticketID = String(name.dropLast(5))
            return printing.contains(ticketID) ? nil : (ticketID, outcome)
        }
    }

    func delivered(_ ticketID: String) throws {
        try disk.remove(file(ticketID + ".json"))
    }

    private func write(_ outcome: PrintOutcome, _ ticketID: String) throws {
        try disk.write([UInt8](try JSONEncoder().encode(outcome)), to: file(ticketID + ".json"))
    }

    private func file(_ name: String) -> URL { folder.appending(path: name) }
}
