/// One part of what was sent, and why it is refused; a problem lists every such part under `errors` (RFC 9457).
public struct RefusedPart: Sendable {
    /// Where the part stands in the document that was sent, as a JSON pointer (RFC 6901) in a URI fragment.
    public let pointer: String
    public let refusal: any Refusal

    public init(pointer: String, _ refusal: any Refusal) {
        self.pointer = pointer
        self.refusal = refusal
    }
}
