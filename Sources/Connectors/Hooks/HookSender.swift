public import Base
public import Notices
public import Transport

/// Posts hooks to the receivers that an operator has registered, each behind a gate of its own.
public struct HookSender: HookPort {
    private static let deadline = Duration.seconds(10)
    /// Nobody reads the answer: what is longer is a fault of the receiver.
    ///
    /// Unit: bytes.
    private static let answerMax = 16_384

    private let calls: [HookReceiver.ID: (url: String, call: ForeignCall)]

    public init(_ receivers: HookReceivers, client: any HTTPTransport, world: World) {
        var limits = ForeignCall.Limits()
        limits.answerBytesMax = Self.answerMax
        let given = limits
        calls = Dictionary(
            receivers.all.map { receiver in
                let call = ForeignCall(
                    system: "hook \(receiver.id)", client: client, world: world, limits: given)
                return (receiver.id, (receiver.url, call))
            }, uniquingKeysWith: { first, _ in first })
    }

    public func post(
        _ body: [UInt8], headers: [(String, String)], to receiver: HookReceiver.ID
    ) async throws(PortError) -> Int {
        guard let (url, call) = calls[receiver] else {
            throw PortError.failed(system: "hook", code: "unknown")
        }
        // Once a try: the queue repeats, with another moment and another signature.
        return try await call.run(within: Self.deadline) { call in
            try await call.post(url, headers: headers, body: body, repeatable: false).status
        }
    }
}
