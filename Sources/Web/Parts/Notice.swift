/// A message beside the content of a page.
public struct Notice: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case information, success, warning
    }

    public let kind: Kind
    public let title: String
    public let text: String?

    public init(_ kind: Kind, _ title: String, _ text: String? = nil) {
        self.kind = kind
        self.title = title
        self.text = text
    }

    public var html: HTML {
        element("section", .class("notice \(kind.rawValue)"), .role(kind == .warning ? "alert" : "status")) {
            element("p", .class("notice-title")) { title }
            if let text { element("p") { text } }
        }
    }
}
