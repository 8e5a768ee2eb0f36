/// Carries the messages of one topic to where they go.
///
/// A message may come again, when the relay died before writing down its delivery: the receiver knows it by its
/// sequence. Throwing holds the whole topic up, because its order is promised.
public protocol OutboxHandler: Sendable {
    var topic: String { get }
    func deliver(_ message: OutboxMessage) async throws
}
