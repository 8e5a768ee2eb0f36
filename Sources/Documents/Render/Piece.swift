/// A part of a page that is not divided: a paragraph, a row, the seal.
struct Piece {
    /// Points.
    let height: Double
    /// Points of white before it, unless it comes first on a page.
    var spaceBefore = 0.0
    /// What is repeated above it when it begins a new page: the head of its table.
    var head: [Piece] = []
    /// Draws with the upper edge at `y`.
    let draw: (_ y: Double) -> Void
}
