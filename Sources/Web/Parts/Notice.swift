/// A message beside the content of a page.
public struct Notice: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        case information, success, warning
    }

    public let kind: Kind
    public let title: String
    public let text: String?
    private let isTyped: Bool

    public init(_ kind: Kind, _ title: String, _ text: String? = nil) {
        (self.kind, self.title, self.text, isTyped) = (kind, title, text, false)
    }

    /// `words` are what somebody wrote to the person: hidden while ``Masking`` is on.
    public init(_ kind: Kind, _ title: String, typed words: String?) {
        (self.kind, self.title, text, isTyped) = (kind, title, words, true)
    }

    public var html: HTML {
        element("section", .class("notice \(kind.rawValue)"), .role(kind == .warning ? "alert" : "status")) {
            element("p", .class("notice-title")) { title }
            if let text { element("p") { isTyped ? HTML.typed(text) : HTML.text(text) } }
        }
    }
}
