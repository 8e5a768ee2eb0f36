/// Sets labels and values as a ruled table of two columns.
struct FactsComposer {
    private static let labelShare = 0.27
    private static let padding = 7.0

    let blocks: BlockComposer

    func pieces(_ facts: [LayoutFact]) throws -> [Piece] {
        var pieces: [Piece] = []
        for fact in facts {
            guard let text = try blocks.words.text(fact) else { continue }
            pieces.append(try row(fact, text, first: pieces.isEmpty))
        }
        return pieces
    }

    private func row(_ fact: LayoutFact, _ text: String, first: Bool) throws -> Piece {
        let (ink, left, width) = (blocks.ink, blocks.left, blocks.width)
        let labelWidth = width * Self.labelShare
        let inside = labelWidth - 2 * Self.padding
        let label = try blocks.textBox(fact.label, .label, width: inside, field: fact.label)
        let english = try fact.english.map {
            try blocks.textBox($0, .labelEnglish, width: inside, field: fact.label)
        }
        let value = try blocks.textBox(
            text, .value, width: width - labelWidth - 2 * Self.padding - 4,
            field: fact.label)
        // the two lines of a label stand closer than their fonts would have it
        let tightening = english == nil ? 0 : 3.5
        let labelHeight = label.height + (english?.height ?? 0) - tightening
        let height = max(labelHeight, value.height) + blocks.white(2 * Self.padding - 9)
        return Piece(height: height, spaceBefore: blocks.white(first ? 16 : 0)) { y in
            ink.fill(x: left, y: y, width: labelWidth, height: height, color: .shade)
            for x in [left, left + labelWidth, left + width] {
                ink.line(from: (x, y), to: (x, y + height), width: 0.6, color: .rule)
            }
            for edge in [y, y + height] {
                ink.line(from: (left, edge), to: (left + width, edge), width: 0.6, color: .rule)
            }
            let labelTop = y + (height - labelHeight) / 2
            label.draw(x: left + Self.padding, y: labelTop)
            english?.draw(x: left + Self.padding, y: labelTop + label.height - tightening)
            value.draw(x: left + labelWidth + Self.padding + 4, y: y + (height - value.height) / 2)
        }
    }
}
