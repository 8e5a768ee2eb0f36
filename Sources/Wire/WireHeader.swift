/// The header names of the link between a terminal and the centre.
public enum WireHeader {
    /// Carries the session's token.
    ///
    /// To the centre from the agent's memory; from the centre the new token, or ``ended``.
    public static let session = "Egret-Session"
    /// Carries the subject's commitment in hexadecimal, from the centre at login.
    ///
    /// Print tickets must carry the same.
    public static let subject = "Egret-Subject"
    /// Centre to agent: the commitment of the person for whom the one at the screen acts.
    public static let actingFor = "Egret-Acting-For"
    /// From the centre in ``session`` when the session is over.
    public static let ended = "end"
    /// From the centre with a request that it refuses for its time: the centre's, in milliseconds since 1970.
    public static let now = "Egret-Now"
    /// From the centre with a request that it refuses because a copy of it has come before.
    public static let replayed = "Egret-Replayed"
    public static let idempotencyKey = "Idempotency-Key"
    public static let contentDigest = "Content-Digest"
    public static let signatureInput = "Signature-Input"
    public static let signature = "Signature"
}
