import Foundation
import Glibc

/// The right to serve on one SQLite file: one centre has it at a time, and the system takes it back however its process
/// ends.
///
/// What a centre remembers in its own process (`TerminalGate`, accepted signatures) is right on several nodes
/// with PostgreSQL only; a single-node build on many nodes is how papers were mixed up elsewhere.
struct SoleCentre: ~Copyable {
    struct Taken: Error, CustomStringConvertible {
        let path: String

        var description: String {
            "another centre serves on \(path). SQLite is for one centre: end the other one, or set "
                + "EGRET_DATABASE_ENGINE=postgres for several"
        }
    }

    private let descriptor: Int32

    /// Takes the right.
    ///
    /// - Parameter path: The database's file; the lock is `<path>.serving` beside it.
    /// - Throws: ``Taken``; ``ConfigProblem`` when the folder cannot be written.
    init(database path: String) throws {
        let file = path + ".serving"
        descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw ConfigProblem(
                key: "database.path",
                expected:
                    "a file in a folder that can be written (\(file): \(String(cString: strerror(errno))))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw Taken(path: path)
        }
    }

    deinit { close(descriptor) }
}
