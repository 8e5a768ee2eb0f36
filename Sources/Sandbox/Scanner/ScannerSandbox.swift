import NIOCore
import NIOPosix
import Synchronization

/// A virus scanner in a box: speaks clamd's protocol on loopback, and knows one thing, the test file that every scanner knows
/// (EICAR, www.eicar.org).
public final class ScannerSandbox: Sendable {
    /// What a test wants it to do wrong.
    public enum Fault: Hashable, Sendable {
        /// Takes everything and says nothing.
        case silent
        case closesEarly
        case nonsense
        case error
    }

    /// The test file's text, in two halves, so that no scanner stops this program.
    public static let testFile = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD" + "-ANTIVIRUS-TEST-FILE!$H+H*"
    static let signature = "Eicar-Test-Signature"

    /// **Unit:** bytes of one stream.
    private let streamMax: Int
    private let port: Int
    private let held = Mutex<Fault?>(nil)

    /// On loopback; port 0 is any that is free.
    public init(port: Int, streamMax: Int = 25 << 20) {
        self.port = port
        self.streamMax = streamMax
    }

    public var fault: Fault? {
        get { held.withLock { $0 } }
        set { held.withLock { $0 = newValue } }
    }

    /// Serves until it is cancelled; `onRunning` is told the port.
    public func run(onRunning: @escaping @Sendable (Int) -> Void = { _ in }) async throws {
        // A connection that is accepted and not yet served when this ends is a bare channel, which may be let go of; wrapped, it
        // could not. Nothing is read of it before it is.
        let accepted = Accepted()
        defer { accepted.closeAll() }
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.autoRead, value: false)
            .bind(host: "127.0.0.1", port: port) { channel in
                accepted.take(channel)
                return channel.eventLoop.makeSucceededFuture(channel)
            }
        onRunning(server.channel.localAddress?.port ?? port)
        try await server.executeThenClose { connections in
            try await withThrowingDiscardingTaskGroup { group in
                for try await connection in connections {
                    group.addTask { try? await self.serve(connection) }
                }
            }
        }
    }

    /// What is connected now.
    private final class Accepted: Sendable {
        private let open = Mutex<[ObjectIdentifier: any Channel]>([:])

        func take(_ channel: any Channel) {
            let id = ObjectIdentifier(channel)
            open.withLock { $0[id] = channel }
            channel.closeFuture.whenComplete { _ in self.open.withLock { $0[id] = nil } }
        }

        func closeAll() {
            for channel in open.withLock({ $0 }).values { channel.close(promise: nil) }
        }
    }

    private func serve(_ channel: any Channel) async throws {
        let connection = try await channel.eventLoop.submit {
            try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }.get()
        try await channel.setOption(.autoRead, value: true).get()
        try await connection.executeThenClose { inbound, outbound in
            var reader = Reader(parts: inbound.makeAsyncIterator())
            guard let command = try await reader.command() else { return }
            switch fault {
            case .closesEarly: return
            case .silent:
                while try await reader.more() {}
                return
            case .nonsense: return try await outbound.write(ByteBuffer(string: "hello\0"))
            case .error:
                return try await outbound.write(ByteBuffer(string: "stream: Can't allocate memory ERROR\0"))
            case nil: break
            }
            let answer: String
            switch command.word {
            case "PING": answer = "PONG"
            case "VERSION": answer = "ClamAV 0.0.0-sandbox/0/Thu Jan  1 00:00:00 1970"
            case "INSTREAM": answer = try await verdict(&reader)
            default: answer = "UNKNOWN COMMAND"
            }
            try await outbound.write(ByteBuffer(string: answer + command.end))
            // Who closes on somebody that is still sending takes the answer back with it.
            if answer.hasSuffix("ERROR") { try await reader.drain() }
        }
    }

    private func verdict(_ reader: inout Reader) async throws -> String {
        var bytes: [UInt8] = []
        while true {
            guard let count = try await reader.length() else { return "stream: Can't read ERROR" }
            if count == 0 { break }
            guard bytes.count + count <= streamMax, let piece = try await reader.take(count) else {
                return "INSTREAM size limit exceeded. ERROR"
            }
            bytes += piece
        }
        return bytes.firstRange(of: Array(Self.testFile.utf8)) == nil
            ? "stream: OK" : "stream: \(Self.signature) FOUND"
    }

    /// What came so far, and how to get more of it.
    private struct Reader {
        /// **Unit:** bytes of a command.
        static let commandMax = 64

        var parts: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
        var buffer = ByteBuffer()

        mutating func more() async throws -> Bool {
            guard var part = try await parts.next() else { return false }
            buffer.discardReadBytes()
            buffer.writeBuffer(&part)
            return true
        }

        /// `z` and a zero at the end, or `n` and a line's end; nil for anything else.
        mutating func command() async throws -> (word: String, end: String)? {
            while true {
                let view = buffer.readableBytesView
                if let first = view.first {
                    guard first == UInt8(ascii: "z") || first == UInt8(ascii: "n") else { return nil }
                    let mark: UInt8 = first == UInt8(ascii: "z") ? 0 : 0x0A
                    if let end = view.firstIndex(of: mark) {
                        let word = String(decoding: view[view.startIndex..<end].dropFirst(), as: UTF8.self)
                        buffer.moveReaderIndex(forwardBy: end - view.startIndex + 1)
                        return (word, mark == 0 ? "\0" : "\n")
                    }
                    guard view.count <= Self.commandMax else { return nil }
                }
                guard try await more() else { return nil }
            }
        }

        /// Reads what still comes, until the other side has closed.
        mutating func drain() async throws {
            while try await more() { buffer.clear() }
        }

        mutating func length() async throws -> Int? {
            while buffer.readableBytes < 4 {
                guard try await more() else { return nil }
            }
            return buffer.readInteger(as: UInt32.self).map(Int.init)
        }

        mutating func take(_ count: Int) async throws -> [UInt8]? {
            while buffer.readableBytes < count {
                guard try await more() else { return nil }
            }
            return buffer.readBytes(length: count)
        }
    }
}
