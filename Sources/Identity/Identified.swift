import Base

/// What a successful identification hands to the agent: a new token, and whose papers it may print.
public struct Identified: Sendable {
    public let session: IdentifiedSession
    public let token: String
    /// The subject's commitment: it names the person to nobody who lacks her key.
    public let commitment: [UInt8]
}
