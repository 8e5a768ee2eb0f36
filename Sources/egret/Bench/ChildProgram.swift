import Base
import Foundation
import Glibc

/// A short-lived program of the machine.
enum ChildProgram {
    struct Failed: Error, CustomStringConvertible {
        let program: String
        let status: Int32
        let words: String

        var description: String { "\(program) ended with \(status): \(words)" }
    }

    /// Runs a program to its end; what this process has open is closed in it, as all of it is marked to be.
    ///
    /// Not by Foundation's `Process`, which takes the end of a descriptor for the end of the program: it would wait for
    /// the server that `pg_ctl` leaves behind.
    ///
    /// - Returns: What it said on both of its outputs.
    /// - Throws: ``Failed`` with what the program said, when it does not start or does not end well.
    @discardableResult
    static func run(_ path: String, _ arguments: [String], in folder: URL? = nil) throws -> String {
        let words = FileManager.default.temporaryDirectory.appending(path: "egret-child-\(Token(.live))")
        try Data().write(to: words)
        defer { try? FileManager.default.removeItem(at: words) }
        func said() -> String { (try? String(contentsOf: words, encoding: .utf8)) ?? "" }
        func failed(_ status: Int32) -> Failed { Failed(program: path, status: status, words: said()) }
        let child = try spawn(path, arguments, output: words.path, in: folder)
        var status: Int32 = 0
        while waitpid(child, &status, 0) == -1 {
            guard errno == EINTR else { throw failed(errno) }
        }
        // 0 alone is an exit with status 0 and no signal.
        guard status == 0 else { throw failed(status & 0x7f == 0 ? status >> 8 & 0xff : status & 0x7f) }
        return said()
    }

    private static func spawn(
        _ path: String, _ arguments: [String], output: String, in folder: URL?
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        let moved = folder.map { ["/usr/bin/env", "--chdir=\($0.path)"] } ?? []
        let words = Self.copied(moved + [path] + arguments)
        let environment = Self.copied(["PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"])
        defer { for word in words + environment { free(word) } }
        var child = pid_t()
        let status = posix_spawn(&child, moved.first ?? path, &actions, nil, words, environment)
        guard status == 0 else { throw Failed(program: path, status: status, words: "not started") }
        return child
    }

    /// The caller frees each.
    private static func copied(_ words: [String]) -> [UnsafeMutablePointer<CChar>?] {
        var copies: [UnsafeMutablePointer<CChar>?] = []
        for word in words { copies.append(strdup(word)) }
        return copies + [nil]
    }
}
