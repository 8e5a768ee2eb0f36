/// Puts pieces onto pages from top to bottom.
struct PageFlow {
    /// Points from the upper edge of the paper.
    let top: Double
    let bottom: Double

    typealias Placed = (piece: Piece, y: Double)

    /// The last `tail` pieces say nothing without what stands above them, as the seal and its company, and begin no page alone.
    func pages(of pieces: [Piece], tail: Int = 0) throws(DocumentRefused) -> [[Placed]] {
        let alone = pieces.count - tail
        let pages = try pages(of: pieces, breakingBefore: nil)
        // The last page holds the tail alone: what stands before it comes with it.
        guard pages.count > 1, let last = pages.last, last.count <= tail, alone > Self.company else {
            return pages
        }
        return try self.pages(of: pieces, breakingBefore: alone - Self.company)
    }

    /// How many pieces stand above the tail at least, where a page begins with them.
    private static let company = 2

    private func pages(of pieces: [Piece], breakingBefore forced: Int?) throws(DocumentRefused) -> [[Placed]]
    {
        var pages: [[Placed]] = [[]]
        var y = top
        for (index, piece) in pieces.enumerated() {
            let space = pages[pages.count - 1].isEmpty ? 0 : piece.spaceBefore
            let isFull = y + space + piece.height > bottom || index == forced
            if isFull, !pages[pages.count - 1].isEmpty {
                guard pages.count < DocumentLayout.pagesMax else { throw .tooLong }
                pages.append([])
                y = top
                for head in piece.head {
                    pages[pages.count - 1].append((head, y))
                    y += head.height
                }
            } else {
                y += space
            }
            guard y + piece.height <= bottom else { throw .tooLong }
            pages[pages.count - 1].append((piece, y))
            y += piece.height
        }
        return pages
    }
}
