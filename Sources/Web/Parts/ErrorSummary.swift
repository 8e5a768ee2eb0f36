/// A mistake in one field, in the reader's words.
public struct FieldError: Hashable, Sendable {
    public let field: String
    public let message: String

    public init(_ field: String, _ message: String) {
        self.field = field
        self.message = message
    }
}

/// All mistakes of a page at its head; it takes the focus and leads to each field.
public struct ErrorSummary: Sendable {
    public let errors: [FieldError]

    public init(_ errors: [FieldError]) {
        self.errors = errors
    }

    /// Nothing when there is no mistake.
    public func html(_ phrases: Phrases) -> HTML {
        guard !errors.isEmpty else { return HTML() }
        return element(
            "section", .class("error-summary"), .role("alert"), .labelledBy("error-summary-title"),
            .tabIndex(-1), .init(flag: "autofocus", true)
        ) {
            element("h2", .id("error-summary-title")) { phrases("part.errors.title") }
            element("ul") {
                for error in errors {
                    element("li") { element("a", .href("#\(error.field)")) { error.message } }
                }
            }
        }
    }
}

extension [FieldError] {
    /// The message of one field, for its ``Field``.
    public func message(_ field: String) -> String? {
        first { $0.field == field }?.message
    }
}
