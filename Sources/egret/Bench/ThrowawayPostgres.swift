import Base
import Foundation

/// A PostgreSQL server for one run of the benches, durable like a real one, listening on a socket in its folder alone.
///
/// It does what `scripts/postgres` does, for a program that stands without its repository. Run as root it uses the
/// account `nobody`, because PostgreSQL refuses root.
struct ThrowawayPostgres: Sendable {
    static let folderOfPrograms = "/usr/lib/postgresql/15/bin"
    static let account = "nobody"

    /// Whether this machine has what the server needs.
    static var isInstalled: Bool {
        FileManager.default.isExecutableFile(atPath: "\(folderOfPrograms)/initdb")
    }

    private let folder: URL

    var conninfo: String { "host=\(folder.path) user=postgres dbname=postgres" }

    /// Makes and starts a server.
    static func start() throws -> ThrowawayPostgres {
        // The path of a socket has 107 bytes at most, so the folder's name is short.
        let folder = URL(filePath: "/tmp/egret-bench-\(Token(.live).rawValue.prefix(8))")
        let server = ThrowawayPostgres(folder: folder)
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
        do {
            if geteuid() == 0 { try ChildProgram.run("/bin/chown", [account, folder.path]) }
            try server.run(
                "initdb", "-D", server.data, "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-A",
                "trust", "--data-checksums")
            try server.run(
                "pg_ctl", "-D", server.data, "-l", "\(folder.path)/server.log", "-w", "-t", "60", "-o",
                "-c unix_socket_directories=\(folder.path) -c listen_addresses= -c max_connections=300",
                "start")
        } catch {
            server.stop()
            throw error
        }
        return server
    }

    /// Stops the server and removes its folder.
    func stop() {
        try? run("pg_ctl", "-D", data, "-m", "fast", "-w", "-t", "60", "stop")
        try? FileManager.default.removeItem(at: folder)
    }

    private var data: String { "\(folder.path)/data" }

    private func run(_ program: String, _ arguments: String...) throws {
        let path = "\(Self.folderOfPrograms)/\(program)"
        if geteuid() == 0 {
            try ChildProgram.run(
                "/usr/sbin/runuser", ["-u", Self.account, "--", path] + arguments, in: folder)
        } else {
            try ChildProgram.run(path, arguments, in: folder)
        }
    }
}
