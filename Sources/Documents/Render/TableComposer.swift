/// Sets the rows of a table; its head is repeated on every page it goes on over.
struct TableComposer {
    private static let padding = 5.0

    let blocks: BlockComposer

    func pieces(_ table: LayoutTable) throws -> [Piece] {
        let head = try row(
            table.columns.map { ($0.english.map { "\($0)" }, $0.label) }, table, style: .cellHead,
            shaded: true)
        var pieces: [Piece] = []
        if let caption = table.caption {
            let box = try blocks.textBox(caption, .caption, width: blocks.width, field: table.rows)
            pieces.append(
                Piece(height: box.height, spaceBefore: 14) { y in box.draw(x: blocks.left, y: y) })
        }
        pieces.append(Piece(height: head.height, spaceBefore: 5, draw: head.draw))
        let rows = try blocks.words.rows(of: table)
        for cells in rows {
            let line = try row(cells.map { (nil, $0) }, table, style: .cell, shaded: false)
            pieces.append(Piece(height: line.height, head: [head], draw: line.draw))
        }
        if rows.isEmpty { pieces.append(try emptyRow(table.empty, field: table.rows)) }
        return pieces
    }

    private func row(
        _ cells: [(english: String?, text: String)], _ table: LayoutTable, style: TextStyle, shaded: Bool
    ) throws -> Piece {
        let (ink, left, width) = (blocks.ink, blocks.left, blocks.width)
        let total = table.columns.reduce(0) { $0 + $1.width }
        let widths = table.columns.map { $0.width / total * width }
        let edges = widths.reduce(into: [left]) { edges, width in edges.append((edges.last ?? 0) + width) }
        let boxes = try zip(cells, table.columns).enumerated().map { index, pair in
            let alignment = Self.alignment(shaded ? .center : pair.1.alignment)
            let inside = widths[index] - 2 * Self.padding
            let main = try blocks.textBox(
                pair.0.text, style.aligned(alignment), width: inside, field: "\(table.rows).\(pair.1.field)")
            let below = try pair.0.english.map {
                try blocks.textBox($0, .labelEnglish, width: inside, field: table.rows)
            }
            return (main: main, below: below)
        }
        let tallest = boxes.map { $0.main.height + ($0.below?.height ?? 0) }.max() ?? 0
        let height = tallest + 2 * Self.padding - 3
        return Piece(height: height) { y in
            if shaded { ink.fill(x: left, y: y, width: width, height: height, color: .shade) }
            for x in edges { ink.line(from: (x, y), to: (x, y + height), width: 0.5, color: .rule) }
            for edge in [y, y + height] {
                ink.line(from: (left, edge), to: (left + width, edge), width: 0.5, color: .rule)
            }
            for (index, box) in boxes.enumerated() {
                let inner = box.main.height + (box.below?.height ?? 0)
                let top = y + (height - inner) / 2
                box.main.draw(x: edges[index] + Self.padding, y: top)
                box.below?.draw(x: edges[index] + Self.padding, y: top + box.main.height)
            }
        }
    }

    private func emptyRow(_ text: String, field: String) throws -> Piece {
        let (ink, left, width) = (blocks.ink, blocks.left, blocks.width)
        let box = try blocks.textBox(text, TextStyle.cell.aligned(.center), width: width, field: field)
        let height = box.height + 2 * Self.padding
        return Piece(height: height) { y in
            ink.setColor(.rule)
            for x in [left, left + width] {
                ink.line(from: (x, y), to: (x, y + height), width: 0.5, color: .rule)
            }
            ink.line(from: (left, y + height), to: (left + width, y + height), width: 0.5, color: .rule)
            box.draw(x: left, y: y + Self.padding)
        }
    }

    private static func alignment(_ alignment: LayoutTable.Alignment) -> TextStyle.Alignment {
        switch alignment {
        case .left: .left
        case .center: .center
        case .right: .right
        }
    }
}
