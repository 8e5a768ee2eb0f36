public import Base
public import HTTPTypes
public import Web

/// A version is asked for while a request for the same one is open; two would be decided without knowledge of each other.
public struct ProposalWaits: Refusal, Hashable {
    /// The proposal of the request that is open.
    let proposal: Token
    let version: Int

    public init(proposal: Token, version: Int) {
        self.proposal = proposal
        self.version = version
    }

    public var slug: String { "draft-waits" }
    public var status: HTTPResponse.Status { .conflict }
    public var values: [String: String] { ["version": String(version)] }
    public var page: String? { "/catalogue/proposals/\(proposal)" }
}
