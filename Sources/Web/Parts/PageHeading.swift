/// A heading below the page's own, with a sentence under it.
public struct PageHeading: Sendable {
    public let title: String
    public let text: String?

    public init(_ title: String, _ text: String? = nil) {
        self.title = title
        self.text = text
    }

    public var html: HTML {
        element("div", .class("heading")) {
            element("h2") { title }
            if let text { element("p") { text } }
        }
    }
}
