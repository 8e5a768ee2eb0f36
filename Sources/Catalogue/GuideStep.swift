public import Foundation

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
    /// The SVG of a picture that was published while the house runs, and so is no asset; nil for one of the release.
    public let drawing: String?

    /// Where a page finds the picture; `asset` gives the address of one that the house was started with.
    public func address(_ asset: (String) -> String) -> String {
        guard let drawing else { return asset(picture) }
        return "data:image/svg+xml;base64," + Data(drawing.utf8).base64EncodedString()
    }
}
