/// What a clerk does at one step of a case.
package struct PlayedDecision: Sendable {
    package enum Kind: Hashable, Sendable {
        case claim, release, accept, approve, refuse, askForCorrection
        case handOver(to: String)
    }

    package let kind: Kind
    package let number: String
    package let step: String
    package let queue: String
    /// The number at work.
    package let account: String
}
