/// Where to turn against a handling.
public struct Remedies: Hashable, Sendable {
    /// Where to ask for administrative review 行政复议.
    public let review: LocalText
    /// Where to sue 行政诉讼.
    public let litigation: LocalText
    /// Where to complain about the handling 监督投诉.
    public let supervision: LocalText
}
