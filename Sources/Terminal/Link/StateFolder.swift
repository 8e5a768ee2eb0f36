import Foundation
import Vault
import Wire

/// What the agent keeps on its disk; nothing of it is about a citizen.
struct StateFolder: Sendable {
    let folder: URL
    let disk: any Disk

    init(_ folder: URL, disk: any Disk = MachineDisk()) throws {
        self.folder = folder
        self.disk = disk
        try disk.makeFolder(folder)
    }

    var stopped: URL { folder.appending(path: "stopped.json") }
    var spentTickets: URL { folder.appending(path: "spent-tickets") }
    var outbox: URL { folder.appending(path: "outbox") }
    var diskProbe: URL { folder.appending(path: "disk-probe") }
    private var keyFile: URL { folder.appending(path: "terminal-key.pem") }
    private var recordFile: URL { folder.appending(path: "enrolment.json") }

    /// The terminal's own key, made here at the first start; it never leaves the machine.
    ///
    /// **Errors:** ``TerminalProblem/unreadable(_:)`` when there is one that cannot be read: it is never replaced.
    func key() throws -> SigningKey {
        if let data = try kept(keyFile) {
            return try SigningKey(pem: String(decoding: data, as: UTF8.self))
        }
        let key = try SigningKey.generate(.ed25519)
        try disk.write(Array(key.pem.utf8), to: keyFile)
        return key
    }

    /// What the centre said at enrolment; nil before.
    func record() throws -> EnrolmentAnswer? {
        guard let data = try kept(recordFile) else { return nil }
        return try JSONDecoder().decode(EnrolmentAnswer.self, from: Data(data))
    }

    /// Nil when there is no such file; one that is there and cannot be read is not taken for none.
    private func kept(_ file: URL) throws -> [UInt8]? {
        if let bytes = disk.contents(of: file) { return bytes }
        let name = file.lastPathComponent
        guard !disk.names(in: folder).contains(name) else { throw TerminalProblem.unreadable(name) }
        return nil
    }

    func keep(_ record: EnrolmentAnswer) throws {
        try disk.write([UInt8](try JSONEncoder().encode(record)), to: recordFile)
    }
}
