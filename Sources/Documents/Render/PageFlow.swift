/// Puts pieces onto pages from top to bottom.
struct PageFlow {
    /// Points from the upper edge of the paper.
    let top: Double
    let bottom: Double

    typealias Placed = (piece: Piece, y: Double)

    func pages(of pieces: [Piece]) throws(DocumentRefused) -> [[Placed]] {
        var pages: [[Placed]] = [[]]
        var y = top
        for piece in pieces {
            let space = pages[pages.count - 1].isEmpty ? 0 : piece.spaceBefore
            if y + space + piece.height > bottom, !pages[pages.count - 1].isEmpty {
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
