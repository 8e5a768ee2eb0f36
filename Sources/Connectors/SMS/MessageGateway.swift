public import Base
import Foundation
public import Identity
import Vault

/// A short-message gateway: one signed `POST <base>/messages` for one message.
///
/// `Egret-Signature` is HMAC-SHA-256, hexadecimal, under a secret shared with the gateway, over the lines
/// `Egret-Timestamp` (milliseconds), `Idempotency-Key` and the body. The same key is the same message.
public struct MessageGateway: MessagePort {
    /// Longest time one message may take to be accepted.
    public static let deadline = Duration.seconds(5)

    private let base: String
    private let secret: [UInt8]
    private let call: ForeignCall
    private let world: World
    private let deadline: Duration

    private struct Body: Encodable {
        let text: String
        let to: String
    }

    public init(
        base: String, secret: [UInt8], call: ForeignCall, world: World,
        deadline: Duration = MessageGateway.deadline
    ) {
        self.base = base
        self.secret = secret
        self.call = call
        self.world = world
        self.deadline = deadline
    }

    public func send(_ text: String, to phone: Phone, key: Token) async throws(PortError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let encoded = try? encoder.encode(Body(text: text, to: phone.text)) else {
            throw .failed(system: call.system, code: "text")
        }
        let body = [UInt8](encoded)
        let time = String(world.now().milliseconds)
        let covered = Array("\(time)\n\(key.rawValue)\n".utf8) + body
        let headers = [
            ("Egret-Timestamp", time), ("Idempotency-Key", key.rawValue),
            ("Egret-Signature", Digest.hmacSHA256(key: secret, covered).hex),
        ]
        try await call.run(within: deadline) { call in
            let answer = try await call.post(
                base + "/messages", headers: headers, body: body, repeatable: true)
            guard answer.status == 202 else {
                throw PortError.failed(system: call.system, code: String(answer.status))
            }
        }
    }
}
