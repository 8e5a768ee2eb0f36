import Base
import Foundation
import Glibc

/// A print server of its own, with one queue whose backend is a script of the test.
final class CupsServer {
    struct Missing: Error {}

    static let isInstalled = FileManager.default.isExecutableFile(atPath: "/usr/sbin/cupsd") && geteuid() == 0

    let root: URL
    let port: Int
    private let process = Process()
    var uri: String { "ipp://127.0.0.1:\(port)/printers/TEST" }
    /// What the backend has put out.
    var tray: URL { root.appending(path: "tray") }

    /// Starts the server; in the shell script `backend`, `$1` is the job, `$6` or standard input the document.
    init(backend: String) throws {
        root = URL(filePath: "/tmp/egret-cups-\(Token(.live))")
        port = try Self.freePort()
        for folder in ["bin/backend", "spool/tmp", "cache", "state", "log", "tray", "etc/ppd"] {
            try FileManager.default.createDirectory(
                at: root.appending(path: folder), withIntermediateDirectories: true)
        }
        let helpers = "/usr/lib/cups"
        for name in ["filter", "daemon", "notifier", "cgi-bin"]
        where FileManager.default.fileExists(
            atPath: "\(helpers)/\(name)")
        {
            try FileManager.default.createSymbolicLink(
                atPath: root.path + "/bin/\(name)", withDestinationPath: "\(helpers)/\(name)")
        }
        let script = root.appending(path: "bin/backend/egrettest")
        try Data("#!/bin/sh\n[ $# = 0 ] && exit 0\ntray=\(tray.path)\n\(backend)\n".utf8).write(to: script)
        try write("etc/cups-files.conf", files)
        try write("etc/cupsd.conf", daemon)
        try write("etc/printers.conf", queue)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
        for folder in ["spool", "spool/tmp", "cache", "state", "log", "tray"] {
            chmod(root.appending(path: folder).path, 0o777)
        }
        process.executableURL = URL(filePath: "/usr/sbin/cupsd")
        process.arguments = [
            "-f", "-c", root.path + "/etc/cupsd.conf", "-s", root.path + "/etc/cups-files.conf",
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<1_200 where !isListening { usleep(50_000) }
        guard isListening else { throw Missing() }
    }

    func stop() {
        kill(process.processIdentifier, SIGKILL)
        try? FileManager.default.removeItem(at: root)
    }

    private func write(_ name: String, _ text: String) throws {
        let url = root.appending(path: name)
        try Data(text.utf8).write(to: url)
        chmod(url.path, 0o644)
    }

    private var files: String {
        """
        ServerRoot \(root.path)/etc
        ServerBin \(root.path)/bin
        DataDir /usr/share/cups
        RequestRoot \(root.path)/spool
        TempDir \(root.path)/spool/tmp
        CacheDir \(root.path)/cache
        StateDir \(root.path)/state
        AccessLog \(root.path)/log/access
        ErrorLog \(root.path)/log/error
        PageLog \(root.path)/log/page
        User nobody
        Group nogroup
        SystemGroup root
        FileDevice Yes
        SyncOnClose No

        """
    }

    private var daemon: String {
        """
        Listen 127.0.0.1:\(port)
        Browsing Off
        WebInterface No
        DefaultAuthType None
        PreserveJobFiles No
        LogLevel debug
        <Location />
          Order allow,deny
          Allow localhost
        </Location>
        <Policy default>
          JobPrivateAccess all
          JobPrivateValues none
          <Limit All>
            Order deny,allow
          </Limit>
        </Policy>

        """
    }

    private var queue: String {
        """
        <Printer TEST>
        Info test
        DeviceURI egrettest:/
        State Idle
        Accepting Yes
        Shared Yes
        JobSheets none none
        OpPolicy default
        ErrorPolicy stop-printer
        </Printer>

        """
    }

    private var isListening: Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        return Self.withAddress(port: port) { connect(descriptor, $0, $1) } == 0
    }

    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        guard withAddress(port: 0, { bind(descriptor, $0, $1) }) == 0 else { throw Missing() }
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard result == 0 else { throw Missing() }
        return Int(UInt16(bigEndian: address.sin_port))
    }

    private static func withAddress(
        port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
