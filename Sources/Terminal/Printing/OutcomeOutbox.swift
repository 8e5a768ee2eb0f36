import Base
import Foundation
import Synchronization
import Wire

/// Outcomes that the centre has not confirmed yet: one small file each, without anything about the citizen.
///
/// A file is laid down as `unknown` before the first byte leaves, so that a power cut in the middle of a paper is
/// reported as what it is: nobody knows.
final class OutcomeOutbox: Sendable {
    private let folder: URL
    /// Tickets that are being printed now: their `unknown` is not the last word.
    private let open = Mutex<Set<String>>([])

    init(folder: URL) throws {
        self.folder = folder
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    func begin(_ ticketID: String) throws {
        open.withLock { _ = $0.insert(ticketID) }
        try write(PrintOutcome(state: .unknown, reason: "power-cut", pagesPrinted: 0), ticketID)
    }

    func finish(_ ticketID: String, _ outcome: PrintOutcome) throws {
        try write(outcome, ticketID)
        open.withLock { _ = $0.remove(ticketID) }
    }

    /// What waits to be told, oldest name first; unreadable files are left for the technician.
    func waiting() -> [(ticketID: String, outcome: PrintOutcome)] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let printing = open.withLock { $0 }
        return names.sorted().compactMap { name in
            guard name.hasSuffix(".json"), let data = FileManager.default.contents(atPath: file(name).path),
                let outcome = try? JSONDecoder().decode(PrintOutcome.self, from: data)
            else { return nil }
            let ticketID = String(name.dropLast(5))
            return printing.contains(ticketID) ? nil : (ticketID, outcome)
        }
    }

    func delivered(_ ticketID: String) throws {
        try DurableFile.remove(file(ticketID + ".json"))
    }

    private func write(_ outcome: PrintOutcome, _ ticketID: String) throws {
        try DurableFile.write([UInt8](try JSONEncoder().encode(outcome)), to: file(ticketID + ".json"))
    }

    private func file(_ name: String) -> URL { folder.appending(path: name) }
}
