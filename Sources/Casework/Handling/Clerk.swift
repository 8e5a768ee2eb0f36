public import Representation

/// Somebody of a department who decides cases, as far as this room knows her.
public struct Clerk: Sendable {
    public typealias IsHer = Standing.IsHer

    /// The number at work, which stands in the log.
    public let account: String
    public let queue: StepQueue
    /// Whether a citizen's number is her own; nil when the desk does not know hers.
    let isHer: IsHer?

    /// Whether the desk knows which citizen she is; it lets nobody decide before.
    public var isKnown: Bool { isHer != nil }

    public init(
        account: String, queue: StepQueue, isHer: IsHer?
    ) {
        self.account = account
        self.queue = queue
        self.isHer = isHer
    }
}
