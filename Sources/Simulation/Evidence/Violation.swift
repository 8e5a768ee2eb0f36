/// An invariant that did not hold, and what was seen.
package struct Violation: Sendable, CustomStringConvertible {
    /// Such as `I1`; the numbers are those of the house's list of invariants.
    package let invariant: String
    package let what: String

    package init(invariant: String, what: String) {
        self.invariant = invariant
        self.what = what
    }

    package var description: String { "\(invariant): \(what)" }
}
