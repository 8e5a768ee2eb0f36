public import Base

/// Short messages to a person's phone.
///
/// Contract: the same `key` sends at most one message. The text holds no name and no number of a
/// person; a service and the end of a case's number only where it is about a case.
public protocol MessagePort: Sendable {
    func send(_ text: String, to phone: Phone, key: Token) async throws(PortError)
}
