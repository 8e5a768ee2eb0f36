/// The header names of the link between a terminal and the centre.
public enum WireHeader {
    /// To the centre: the session's token, from the agent's memory. From the centre: the new token, or ``ended``.
    public static let session = "Egret-Session"
    /// From the centre at login: the subject's commitment in hexadecimal; print tickets must carry the same.
    public static let subject = "Egret-Subject"
    /// From the centre in ``session`` when the session is over.
    public static let ended = "end"
    public static let idempotencyKey = "Idempotency-Key"
    public static let contentDigest = "Content-Digest"
    public static let signatureInput = "Signature-Input"
    public static let signature = "Signature"
}
