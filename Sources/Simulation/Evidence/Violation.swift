/// An invariant that did not hold, and what was seen.
package struct Violation: Sendable, CustomStringConvertible {
    /// Such as `I1 pages` (``Judgement``), or what else went wrong with the day.
    package let invariant: String
    package let what: String

    package init(invariant: String, what: String) {
        self.invariant = invariant
        self.what = what
    }

    package var description: String { "\(invariant): \(what)" }
}
