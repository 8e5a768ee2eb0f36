/// Does the jobs of one kind.
///
/// A job may be run again after it was done, when its runner died before saying so: a second run has no further
/// effect. Throwing puts the job off, and after too many attempts aside.
public protocol JobHandler: Sendable {
    var kind: String { get }
    func run(_ job: Job) async throws
}
