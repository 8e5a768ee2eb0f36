public import Base

/// What a person answered, row by row, each with the way back to change it.
public struct SummaryList: Sendable {
    public struct Row: Sendable, Hashable {
        public let label: String
        /// Shown as typed words, apart from ours.
        public let value: String
        /// The page on which it can be changed.
        public var change: String?
        /// Of the value, where it is not the page's.
        public let language: Language?

        public init(_ label: String, _ value: String, change: String? = nil, language: Language? = nil) {
            self.label = label
            self.value = value
            self.change = change
            self.language = language
        }
    }

    public let rows: [Row]

    public init(_ rows: [Row]) {
        self.rows = rows
    }

    public func html(_ phrases: Phrases) -> HTML {
        element("dl", .class("summary")) {
            for row in rows {
                element("div", .class("summary-row")) {
                    element("dt") { row.label }
                    element("dd", .class("summary-value"), .lang(row.language)) { HTML.typed(row.value) }
                    if let change = row.change {
                        element("dd", .class("summary-change")) {
                            element("a", .href(change)) {
                                phrases("part.change")
                                element("span", .class("unseen")) { " \(row.label)" }
                            }
                        }
                    }
                }
            }
        }
    }
}
