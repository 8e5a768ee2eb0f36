import NIOCore
import NIOPosix

/// Requests sent over kept connections, one at a time on each, with as little work of its own as possible.
struct Load: Sendable {
    /// One request, ready to be sent.
    struct Item: Sendable {
        let bytes: [UInt8]
        /// When it is meant to be sent, after the start; latency counts from then, also when its connection is busy.
        ///
        /// **Unit:** nanoseconds; nil sends it as soon as the one before it is answered, and counts from then.
        var dueAfter: Int64?
    }

    struct Answer: Sendable {
        let connection: Int
        let index: Int
        let status: Int
        let took: Int64
        let body: String
    }

    let port: Int
    let group: MultiThreadedEventLoopGroup

    /// Sends each connection's items in order until they are used up or the time is over.
    ///
    /// A connection that breaks ends early: what it had not answered is missing among the answers.
    func run(_ items: [[Item]], seconds: Double) async throws -> [Answer] {
        var handlers: [EventLoopFuture<[Answer]>] = []
        let end = Ticks.now + Int64(seconds * 1e9)
        for (index, list) in items.enumerated() where !list.isEmpty {
            let loop = group.next()
            let promise = loop.makePromise(of: [Answer].self)
            let connecting = ClientBootstrap(group: loop)
                .channelOption(.tcpOption(.tcp_nodelay), value: 1)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(
                            LoadConnection(index, list, until: end, promise))
                    }
                }
                .connect(host: "127.0.0.1", port: port)
            connecting.whenFailure(promise.fail)
            handlers.append(promise.futureResult)
        }
        var answers: [Answer] = []
        for handler in handlers { answers += try await handler.get() }
        return answers
    }
}

/// One connection of a load: sends, waits for the whole answer, notes the time, sends the next.
private final class LoadConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let connection: Int
    private let items: [Load.Item]
    private let end: Int64
    private let promise: EventLoopPromise<[Load.Answer]>
    private var answers: [Load.Answer] = []
    private var start: Int64 = 0
    private var next = 0
    private var sentAt: Int64 = 0
    private var received: ByteBuffer?
    private var isOver = false

    init(
        _ connection: Int, _ items: [Load.Item], until end: Int64, _ promise: EventLoopPromise<[Load.Answer]>
    ) {
        self.connection = connection
        self.items = items
        self.end = end
        self.promise = promise
    }

    func channelActive(context: ChannelHandlerContext) {
        start = Ticks.now
        send(context)
    }

    func channelInactive(context: ChannelHandlerContext) { finish(context) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { finish(context) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var part = unwrapInboundIn(data)
        if received == nil { received = part } else { received?.writeBuffer(&part) }
        guard let bytes = received?.readableBytesView, let answer = HTTPAnswer(bytes) else { return }
        received = nil
        answers.append(
            Load.Answer(
                connection: connection, index: next, status: answer.status, took: Ticks.now - sentAt,
                body: answer.body))
        next += 1
        send(context)
    }

    private func send(_ context: ChannelHandlerContext) {
        let now = Ticks.now
        guard next < items.count, now < end else { return finish(context) }
        let item = items[next]
        if let due = item.dueAfter {
            sentAt = start + due
            if sentAt > now {
                let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
                context.eventLoop.scheduleTask(in: .nanoseconds(sentAt - now)) {
                    bound.value.0.write(item, bound.value.1)
                }
                return
            }
        } else {
            sentAt = now
        }
        write(item, context)
    }

    private func write(_ item: Load.Item, _ context: ChannelHandlerContext) {
        guard !isOver else { return }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: item.bytes)), promise: nil)
    }

    private func finish(_ context: ChannelHandlerContext) {
        guard !isOver else { return }
        isOver = true
        promise.succeed(answers)
        context.close(promise: nil)
    }
}

/// A whole HTTP/1.1 answer with a length, read byte by byte: what the load spends here the centre cannot spend.
struct HTTPAnswer {
    let status: Int
    let body: String

    /// Nil until all of it is there.
    init?(_ bytes: ByteBufferView) {
        let found = bytes.withUnsafeBytes { bytes in Self.parts(of: bytes) }
        guard let found else { return nil }
        (status, body) = found
    }

    private static let lengthName = Array("content-length:".utf8)

    private static func parts(of bytes: UnsafeRawBufferPointer) -> (status: Int, body: String)? {
        var (line, length) = (0, 0)
        while let end = lineEnd(bytes, from: line) {
            if end == line {
                let start = end + 2
                guard line >= 12, bytes.count - start >= length else { return nil }
                let body = UnsafeRawBufferPointer(rebasing: bytes[start..<start + length])
                // After "HTTP/1.1 ".
                return (number(bytes[9..<12]), String(decoding: body, as: UTF8.self))
            }
            let name = bytes[line..<end].prefix(lengthName.count)
            // The bit that tells a capital from a small letter; the hyphen and the colon have it set.
            if name.count == lengthName.count, zip(name, lengthName).allSatisfy({ $0 | 0x20 == $1 }) {
                length = number(bytes[name.endIndex..<end])
            }
            line = end + 2
        }
        return nil
    }

    private static func lineEnd(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
        var index = start
        while index + 1 < bytes.count {
            if bytes[index] == 13, bytes[index + 1] == 10 { return index }
            index += 1
        }
        return nil
    }

    /// The digits as a number, whatever stands between them.
    private static func number(_ digits: Slice<UnsafeRawBufferPointer>) -> Int {
        digits.reduce(0) { (0x30...0x39).contains($1) ? $0 * 10 + Int($1 - 0x30) : $0 }
    }
}
