import Glibc

/// A serial line at 115,200 baud, eight bits, no parity, one stop bit, for one exchange; closed with ``close()``.
struct SerialPort: Sendable {
    enum Failed: Error, Hashable, Sendable {
        case open(errno: Int32)
        case settings(errno: Int32)
        case write
        case read
    }

    private let descriptor: Int32

    init(path: String) throws(Failed) {
        let descriptor = Glibc.open(path, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .open(errno: errno) }
        self.descriptor = descriptor
        do {
            try configure()
        } catch {
            close()
            throw error
        }
    }

    private func configure() throws(Failed) {
        var settings = termios()
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, tcgetattr(descriptor, &settings) == 0 else {
            throw .settings(errno: errno)
        }
        cfmakeraw(&settings)
        cfsetspeed(&settings, speed_t(B115200))
        settings.c_cflag |= tcflag_t(CS8 | CLOCAL | CREAD)
        settings.c_cflag &= ~(tcflag_t(PARENB) | tcflag_t(CSTOPB))
        guard tcsetattr(descriptor, TCSANOW, &settings) == 0, tcflush(descriptor, TCIOFLUSH) == 0 else {
            throw .settings(errno: errno)
        }
    }

    func write(_ bytes: [UInt8]) throws(Failed) {
        var rest = bytes[...]
        while !rest.isEmpty {
            guard isReady(for: Int16(POLLOUT), within: .seconds(1)) else { throw .write }
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR || errno == EAGAIN { continue }
            guard count > 0 else { throw .write }
            rest = rest.dropFirst(count)
        }
    }

    /// What has come, or nothing once `timeout` has passed.
    func read(within timeout: Duration) throws(Failed) -> [UInt8] {
        guard isReady(for: Int16(POLLIN), within: timeout) else { return [] }
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR || errno == EAGAIN { return [] }
        guard count > 0 else { throw .read }
        return Array(buffer.prefix(count))
    }

    private func isReady(for events: Int16, within timeout: Duration) -> Bool {
        var watched = pollfd(fd: descriptor, events: events, revents: 0)
        let milliseconds =
            (timeout.components.seconds * 1_000)
            + timeout.components.attoseconds / 1_000_000_000_000_000
        return poll(&watched, 1, Int32(clamping: max(0, milliseconds))) > 0
    }

    func close() {
        _ = Glibc.close(descriptor)
    }
}
