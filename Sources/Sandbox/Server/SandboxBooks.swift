/// What the foreign systems have written down, as on their disks: whoever gives a new sandbox the books of a former one has
/// started it again.
///
/// The city portal and WeChat remember as long as they run.
public struct SandboxBooks: Sendable {
    let authority = AuthorityBook()
    let network = NetworkBook()
    let results = ResultBook()
    let messages = MessageBook()

    public init() {}

    /// What a department has under a reference that it gave: the case, and the number of its person.
    package func acknowledged(_ reference: String) -> (caseNumber: String, subject: String)? {
        results.acknowledged(reference)
    }
}
