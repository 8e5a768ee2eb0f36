public import struct Foundation.URL

/// One picture of the guide that shows how a service goes.
public struct GuideStep: Hashable, Sendable {
    public let text: LocalText
    /// The file name of an SVG; unique over the catalogue, so that it can be an asset's name.
    public let picture: String
    public let file: URL
    /// The key of the spoken text, the same words or shorter.
    public let spoken: String
}
