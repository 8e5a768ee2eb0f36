package import Foundation

/// Where the agent keeps the little that must survive a power cut.
///
/// Contract: when ``write(_:to:)``, ``append(_:to:)`` and ``remove(_:)`` return, a power cut changes nothing any more; when
/// they throw, or the power goes meanwhile, the file is as it was or as it was to be, and only an append may be torn.
package protocol Disk: Sendable {
    func makeFolder(_ url: URL) throws
    /// - Returns: Nil when there is no such file, or it cannot be read.
    func contents(of url: URL) -> [UInt8]?
    func names(in folder: URL) -> [String]
    /// Puts a whole file in place of what was there.
    func write(_ bytes: [UInt8], to url: URL) throws
    /// Adds to a file that exists.
    func append(_ bytes: [UInt8], to url: URL) throws
    func remove(_ url: URL) throws
}

/// The machine's own disk.
package struct MachineDisk: Disk {
    package init() {}

    package func makeFolder(_ url: URL) throws {
        try FileManager.default.createDirectory(
            at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    package func contents(of url: URL) -> [UInt8]? {
        FileManager.default.contents(atPath: url.path).map { [UInt8]($0) }
    }

    package func names(in folder: URL) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    }

    package func write(_ bytes: [UInt8], to url: URL) throws { try DurableFile.write(bytes, to: url) }
    package func append(_ bytes: [UInt8], to url: URL) throws { try DurableFile.append(bytes, to: url) }
    package func remove(_ url: URL) throws { try DurableFile.remove(url) }
}
