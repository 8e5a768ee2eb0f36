import Foundation
import Glibc

/// Files that are on the disk when the call returns, or are not there at all.
enum DurableFile {
    struct Failed: Error, Hashable, Sendable {
        let call: String
        let errno: Int32
    }

    /// Writes a new file beside, syncs it, and renames it into place; only the owner may read it.
    static func write(_ bytes: [UInt8], to url: URL) throws(Failed) {
        let temporary = url.path + ".new"
        let descriptor = try opened(temporary, O_WRONLY | O_CREAT | O_TRUNC)
        defer { close(descriptor) }
        do throws(Failed) {
            try append(bytes, to: descriptor)
            guard rename(temporary, url.path) == 0 else { throw Failed(call: "rename", errno: errno) }
        } catch {
            // On a full disk the half of a file would only take room.
            unlink(temporary)
            throw error
        }
        try syncFolder(of: url)
    }

    /// Adds to an open file and syncs it.
    static func append(_ bytes: [UInt8], to descriptor: Int32) throws(Failed) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Failed(call: "write", errno: errno) }
            rest = rest.dropFirst(count)
        }
        guard fsync(descriptor) == 0 else { throw Failed(call: "fsync", errno: errno) }
    }

    /// Adds to a file that exists and syncs it.
    static func append(_ bytes: [UInt8], to url: URL) throws(Failed) {
        let descriptor = try opened(url.path, O_WRONLY | O_APPEND)
        defer { close(descriptor) }
        try append(bytes, to: descriptor)
    }

    /// A new name is durable only when its folder is.
    static func syncFolder(of url: URL) throws(Failed) {
        let folder = try opened(url.deletingLastPathComponent().path, O_RDONLY | O_DIRECTORY)
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw Failed(call: "fsync", errno: errno) }
    }

    /// A descriptor that no child process inherits; a signal that interrupts the opening is no failure.
    private static func opened(_ path: String, _ flags: Int32) throws(Failed) -> Int32 {
        while true {
            let descriptor = open(path, flags | O_CLOEXEC, 0o600)
            if descriptor >= 0 { return descriptor }
            guard errno == EINTR else { throw Failed(call: "open", errno: errno) }
        }
    }

    /// Removes a file for good.
    static func remove(_ url: URL) throws(Failed) {
        guard unlink(url.path) == 0 || errno == ENOENT else { throw Failed(call: "unlink", errno: errno) }
        try syncFolder(of: url)
    }
}
