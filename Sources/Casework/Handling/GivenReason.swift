public import Catalogue
import Storage

/// A reason as it was given: its words stay with the step, for the list that it was chosen from may change.
public struct GivenReason: Hashable, Sendable {
    /// As it stood in the list; by this it is counted.
    public let id: String
    public let words: LocalText

    init(_ reason: StepReason) { (id, words) = (reason.id, reason.words) }

    /// - Returns: Nil for a row without a reason.
    init?(_ row: SQLRow) throws(SQLError) {
        guard let id = try row.textIfPresent("reason") else { return nil }
        guard let words = LocalText(kept: try row.text("reason_words")) else {
            throw .unreadable(column: "reason_words")
        }
        (self.id, self.words) = (id, words)
    }
}
