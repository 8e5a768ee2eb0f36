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
    /// From the centre in ``session`` when the session is over.
    public static let ended = "end"
    public static let idempotencyKey = "Idempotency-Key"
    public static let contentDigest = "Content-Digest"
    public static let signatureInput = "Signature-Input"
    public static let signature = "Signature"
}
