import Base
import Catalogue

/// What a case is about and whose it is, without a word of what its person said: for acts that need not open it.
struct CaseHeading: Hashable, Sendable {
    let number: CaseNumber
    /// As this transaction found it.
    let state: CaseState
    let service: ServiceID
    let serviceVersion: Int
    let citizen: Token
    /// Who acts for her; nil when she came herself.
    let actor: Token?
    let submittedAt: Instant?
}
