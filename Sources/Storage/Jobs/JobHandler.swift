public import Base

/// Does the jobs of one kind.
///
/// A job may be run again after it was done, when its runner died before saying so: a second run has no further
/// effect. Throwing puts the job off, and after too many attempts aside; throwing ``JobPostponed``, or `NotYetHere`, only puts it
/// off, and ``JobHopeless`` aside at once.
public protocol JobHandler: Sendable {
    var kind: String { get }
    func run(_ job: Job) async throws
    /// Whether the jobs of this kind are left alone for now, because what they need is known to be silent.
    func isResting(at now: Instant) -> Bool
}

extension JobHandler {
    public func isResting(at now: Instant) -> Bool { false }
}

/// Puts a job aside at once: trying it again would change nothing, a person must look at it.
public struct JobHopeless: Error, Sendable, Hashable {
    /// A closed word for the operator.
    public let reason: String

    public init(reason: String) {
        self.reason = reason
    }
}

/// Puts a job off because something it needs is silent: the attempt does not count, however long the silence lasts.
public struct JobPostponed: Error, Sendable, Hashable {
    public let until: Instant
    /// A closed word for the operator.
    public let reason: String

    public init(until: Instant, reason: String) {
        self.until = until
        self.reason = reason
    }
}
