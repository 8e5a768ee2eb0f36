public import Web

/// What another room says of a matter that is its own.
public struct ApprovalSubject: Hashable, Sendable {
    /// In the reader's language.
    public let text: String
    /// The page that shows all of it; nil where there is none.
    public let page: Page?

    public struct Page: Hashable, Sendable {
        public let path: String
        /// Its route as the table of access names it, such as `/people/{id}`.
        public let route: String

        public init(path: String, route: String) {
            self.path = path
            self.route = route
        }
    }

    public init(text: String, page: Page? = nil) {
        self.text = text
        self.page = page
    }
}

/// Nil for a matter of which nobody knows more than it says itself.
public typealias DescribeMatter =
    @Sendable (_ matter: ApprovalMatter, _ phrases: Phrases) -> ApprovalSubject?
