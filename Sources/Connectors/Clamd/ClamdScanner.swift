public import Base
import NIOCore
import NIOPosix
public import Uploads

/// ClamAV's daemon, over its socket (clamd(8)): one connection a question.
///
/// A file goes as `INSTREAM`, in pieces with their length before them and one of length zero at the end. The answer is one
/// line: `stream: OK`, `stream: <signature> FOUND`, or `… ERROR`.
public struct ClamdScanner: VirusScanner {
    /// Longest time one file may take: to be sent, looked at and answered for.
    public static let deadline = Duration.seconds(10)
    /// How it stands in logs and errors.
    public static let system = "virus-scanner"
    /// **Unit:** bytes of one piece of a stream, and of an answer.
    static let chunkBytes = 64 * 1_024
    static let answerMax = 1_024
    /// **Unit:** characters of a signature's name.
    static let nameMax = 100

    private let address: ClamdAddress
    private let call: ForeignCall
    private let deadline: Duration

    /// `call` guards the way: its client is not used, for clamd speaks no HTTP.
    public init(
        _ address: ClamdAddress, call: ForeignCall, deadline: Duration = ClamdScanner.deadline
    ) {
        self.address = address
        self.call = call
        self.deadline = deadline
    }

    public func scan(_ bytes: [UInt8]) async throws(PortError) -> ScanVerdict {
        var pieces = [ByteBuffer(string: "zINSTREAM\0")]
        for start in stride(from: 0, to: bytes.count, by: Self.chunkBytes) {
            let piece = bytes[start..<min(bytes.count, start + Self.chunkBytes)]
            var buffer = ByteBuffer(integer: UInt32(piece.count))
            buffer.writeBytes(piece)
            pieces.append(buffer)
        }
        pieces.append(ByteBuffer(integer: UInt32(0)))
        return try Self.verdict(await ask(pieces), of: call.system)
    }

    /// What a line says of a file.
    static func verdict(_ line: String, of system: String) throws(PortError) -> ScanVerdict {
        // Byte by byte: to Swift a Kelvin sign is a K.
        if line.utf8.elementsEqual("stream: OK".utf8) { return .clean }
        if line.hasPrefix("stream: "), line.hasSuffix(" FOUND") {
            let name = line.dropFirst("stream: ".count).dropLast(" FOUND".count)
            return .infected(String(name.filter { $0.isASCII && !$0.isNewline }.prefix(nameMax)))
        }
        throw .failed(system: system, code: word(line))
    }

    /// What answers there, such as `ClamAV 1.4.3/27500/…`.
    public func version() async throws(PortError) -> String {
        let line = try await ask([ByteBuffer(string: "zVERSION\0")])
        guard line.hasPrefix("ClamAV") else { throw .failed(system: call.system, code: "answer") }
        return line
    }

    /// Why a line is no verdict, as a closed word.
    private static func word(_ line: String) -> String {
        if line.hasPrefix("INSTREAM size limit exceeded") { return "size" }
        return line.hasSuffix("ERROR") ? "error" : "answer"
    }

    private func ask(_ pieces: [ByteBuffer]) async throws(PortError) -> String {
        let (address, system) = (address, call.system)
        return try await call.run(within: deadline) { _ in
            let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>
            do {
                channel = try await Self.connect(address)
            } catch {
                try Task.checkCancellation()
                throw PortError.unreachable(system: system)
            }
            return try await Self.exchange(pieces, on: channel, system: system)
        }
    }

    private static func connect(_ address: ClamdAddress) async throws -> NIOAsyncChannel<
        ByteBuffer, ByteBuffer
    > {
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.seconds(2))
        let open: @Sendable (any Channel) -> EventLoopFuture<NIOAsyncChannel<ByteBuffer, ByteBuffer>> = {
            channel in
            channel.eventLoop.makeCompletedFuture {
                try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
            }
        }
        return switch address {
        case .tcp(let host, let port):
            try await bootstrap.connect(host: host, port: port, channelInitializer: open)
        case .unix(let path):
            try await bootstrap.connect(unixDomainSocketPath: path, channelInitializer: open)
        }
    }

    /// Sends while it listens: a scanner that has had enough says so before the end.
    private static func exchange(
        _ pieces: [ByteBuffer], on channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>, system: String
    ) async throws -> String {
        try await channel.executeThenClose { inbound, outbound in
            try await withThrowingTaskGroup(of: String?.self) { group in
                group.addTask {
                    // What cannot be sent any more shows in the answer, or in that there is none.
                    do { for piece in pieces { try await outbound.write(piece) } } catch {}
                    return nil
                }
                group.addTask { try await answer(inbound, system) }
                defer { group.cancelAll() }
                while let done = try await group.next() {
                    if let line = done { return line }
                }
                throw PortError.unreachable(system: system)
            }
        }
    }

    /// One line, to its end.
    private static func answer(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, _ system: String
    ) async throws -> String {
        var bytes: [UInt8] = []
        for try await part in inbound {
            bytes += part.readableBytesView
            if let end = bytes.firstIndex(where: { $0 == 0 || $0 == 0x0A }) {
                return String(decoding: bytes[..<end], as: UTF8.self)
            }
            guard bytes.count <= answerMax else {
                throw PortError.untrustworthy(system: system, reason: "answer too large")
            }
        }
        throw PortError.unreachable(system: system)
    }
}
