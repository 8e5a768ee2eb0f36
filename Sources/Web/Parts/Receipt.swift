/// The end of a way: that it worked, the number to keep, and what happens next.
public struct Receipt: Sendable {
    public let title: String
    public let numberLabel: String
    public let number: String
    public let next: [String]

    /// `next` says what happens now, in order.
    public init(title: String, numberLabel: String, number: String, next: [String]) {
        self.title = title
        self.numberLabel = numberLabel
        self.number = number
        self.next = next
    }

    public func html(_ phrases: Phrases) -> HTML {
        element("section", .class("receipt")) {
            element("div", .class("receipt-panel"), .role("status")) {
                element("p", .class("receipt-title")) { title }
                element("p", .class("receipt-label")) { numberLabel }
                element("p", .class("receipt-number")) { number }
            }
            if !next.isEmpty {
                element("h2") { phrases("part.receipt.next") }
                element("ol", .class("receipt-next")) { for step in next { element("li") { step } } }
            }
        }
    }
}
