public import Base

/// Short messages to a person's phone.
///
/// Contract: the same `key` sends at most one message. The text holds no name, number or service.
public protocol MessagePort: Sendable {
    func send(_ text: String, to phone: Phone, key: Token) async throws(PortError)
}
