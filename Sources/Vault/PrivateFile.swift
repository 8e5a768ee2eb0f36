import Foundation

/// A file that its owner alone may read, replaced in one step.
enum PrivateFile {
    /// A ring has a few kilobytes; more is a mistake.
    static let bytesMax = 1 << 20

    /// - Throws: ``VaultError/malformed(_:)`` when group or others have any right to the file.
    static func read(_ path: String) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { throw failure("open", path) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure("look at", path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw VaultError.malformed("\(path) is not an ordinary file")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw VaultError.malformed("others may read \(path): run `chmod 600 \(path)`")
        }
        guard status.st_size <= bytesMax else { throw VaultError.malformed("\(path) is too large") }
        return [UInt8](try file.readToEnd() ?? Data())
    }

    static func write(_ bytes: [UInt8], to path: String) throws {
        let fresh = path + ".new"
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw failure("create", fresh) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        // A file left behind by a crash keeps its old mode.
        guard fchmod(descriptor, 0o600) == 0 else { throw failure("protect", fresh) }
        try file.write(contentsOf: Data(bytes))
        guard fsync(descriptor) == 0 else { throw failure("flush", fresh) }
        guard rename(fresh, path) == 0 else { throw failure("replace", path) }
        try flushFolder(of: path)
    }

    /// The new name is on the disk only when its folder is.
    private static func flushFolder(of path: String) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open", folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("flush", folder) }
    }

    private static func failure(_ doing: String, _ path: String) -> VaultError {
        .malformed("cannot \(doing) \(path): \(String(cString: strerror(errno)))")
    }
}
