public import struct Foundation.URL

/// One picture of the guide that shows how a service goes.
public struct GuideStep: Hashable, Sendable {
    public let text: LocalText
    /// The file name of an SVG; unique over the catalogue, so that it can be an asset's name.
    public let picture: String
    public let file: URL
    /// The key of the spoken text in `guide/spoken.yml`; recordings are named by it.
    public let spoken: String
    /// What is said aloud.
    public let said: LocalText
}
