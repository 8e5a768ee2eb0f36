import Base
import Configuration
import Foundation

/// The program that started this one and restarts it, told over its datagram socket (sd_notify(3)).
///
/// ## Configuration keys
/// Both are set by the service manager, without the prefix of the others:
/// - `notify.socket` (string, optional): path of the socket, or `@` and an abstract name.
/// - `watchdog.usec` (int, optional): the manager restarts a program that was silent for so many microseconds.
struct ServiceManager: Sendable {
    let socket: String?
    /// Nil when the manager does not watch.
    let watchdog: Duration?

    init(_ environment: ConfigReader) throws(ConfigProblem) {
        socket = environment.string(forKey: "notify.socket")
        let limit = environment.int(forKey: "watchdog.usec")
        guard limit.map({ $0 > 0 }) ?? true else {
            throw ConfigProblem(key: "watchdog.usec", expected: "a number of microseconds above 0")
        }
        watchdog = limit.map { .microseconds($0) }
    }

    init(socket: String?, watchdog: Duration?) {
        self.socket = socket
        self.watchdog = watchdog
    }

    /// The manager that the variables of this process name.
    static func ofThisProcess() throws(ConfigProblem) -> ServiceManager {
        try ServiceManager(ConfigReader(provider: EnvironmentVariablesProvider()))
    }

    func isReady() { tell("READY=1") }
    func isAlive() { tell("WATCHDOG=1") }

    /// Sends a word; a manager that has gone is nobody's fault.
    private func tell(_ word: String) {
        guard let name = socket, var address = Self.address(name) else { return }
        let descriptor = Foundation.socket(
            AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        // A path ends with its zero byte, an abstract name with its length.
        let length = MemoryLayout.offset(of: \sockaddr_un.sun_path).map { $0 + name.utf8.count } ?? 0
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { target in
                sendto(
                    descriptor, word, word.utf8.count, Int32(MSG_NOSIGNAL), target,
                    socklen_t(length))
            }
        }
    }

    private static func address(_ socket: String) -> sockaddr_un? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = Array(socket.utf8)
        guard !name.isEmpty, name.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { path in
            path.copyBytes(from: name)
            if name[0] == UInt8(ascii: "@") { path[0] = 0 }
        }
        return address
    }
}
