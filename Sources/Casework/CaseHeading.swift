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
    /// The choice in which that was said.
    let acting: Token?
    let language: Language
    let submittedAt: Instant?
}

extension CaseFile {
    var heading: CaseHeading {
        CaseHeading(
            number: number, state: state, service: service, serviceVersion: serviceVersion, citizen: citizen,
            actor: actor, acting: acting, language: language, submittedAt: submittedAt)
    }
}
