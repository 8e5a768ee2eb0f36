import Storage

/// How far what came of a case has got on its way to the department.
public enum ResultStanding: Hashable, Sendable {
    case waiting
    /// Under this reference in the department's books.
    case recorded(String)
    /// The department did not take it; a closed word says why.
    case refused(String)
    /// Taken back under this reference, for the paper was revoked.
    case withdrawn(String)

    init(of number: CaseNumber, in db: any SQLConnection) throws {
        if case (.resultWithdrawn, let word)? = try CaseStore.withdrawalReceipt(of: number, in: db) {
            self = .withdrawn(word)
            return
        }
        self =
            switch try CaseStore.resultReceipt(of: number, in: db) {
            case (.resultRecorded, let word)?: .recorded(word)
            case (_, let word)?: .refused(word)
            case nil: .waiting
            }
    }
}
