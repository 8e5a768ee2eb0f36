/// Turns each block of a layout into the pieces that go onto pages.
struct BlockComposer {
    let ink: Ink
    let words: PaperWords
    /// The left edge and the width of the text, points.
    let left: Double
    let width: Double
    let seal: SealDrawing
    let typeSize: DocumentLayout.TypeSize
    /// How much of its usual size and white everything has; 1 or a little less.
    let closeness: Double

    func pieces(_ block: LayoutBlock) throws -> [Piece] {
        switch block {
        case .title(let title, let english): try [self.title(title, english: english)]
        case .issuer(let text): try [box(text, .issuer, spaceBefore: 10, field: "issuer")]
        case .paragraph(let text, let english): try paragraph(text, english: english)
        case .facts(let rows): try FactsComposer(blocks: self).pieces(rows)
        case .table(let table): try TableComposer(blocks: self).pieces(table)
        case .note(let text): try [box(text, .note, spaceBefore: 10, field: "note")]
        case .validity(let text): try [box(text, .validity, spaceBefore: 16, field: "validity")]
        case .seal(let department, let date):
            try [seal.piece(department: words.text(department), date: words.text(date), blocks: self)]
        }
    }

    /// The line that names who fetches the paper for its holder.
    func agent() throws -> [Piece] {
        guard let agent = words.order.agent else { return [] }
        let box = try textBox(agent.line, .validity, width: width, field: "agent")
        return [Piece(height: box.height, spaceBefore: 12) { y in box.draw(x: left, y: y) }]
    }

    func textBox(_ text: String, _ style: TextStyle, width: Double?, field: String) throws -> TextBox {
        try TextBox(
            text, style.scaled(by: typeSize.factor * closeness), width: width, field: field, ink: ink)
    }

    private func box(
        _ template: TextTemplate, _ style: TextStyle, spaceBefore: Double, field: String
    ) throws -> Piece {
        let box = try textBox(words.text(template), style, width: width, field: field)
        return Piece(height: box.height, spaceBefore: white(spaceBefore)) { y in box.draw(x: left, y: y) }
    }

    /// White shrinks faster than letters do: it need not be read.
    func white(_ points: Double) -> Double { points * (2 * closeness - 1) }

    private func title(_ template: TextTemplate, english: TextTemplate?) throws -> Piece {
        let title = try textBox(words.text(template), .title, width: width, field: "title")
        let below = try english.map {
            try textBox(words.text($0), .titleEnglish, width: width, field: "title")
        }
        let ruleGap = points(3.5)
        let height = title.height + (below?.height ?? 0) + ruleGap + 3
        return Piece(height: height) { y in
            title.draw(x: left, y: y)
            below?.draw(x: left, y: y + title.height)
            let rule = y + height - 3
            ink.line(from: (left, rule), to: (left + width, rule), width: 1.6, color: .red)
            ink.line(from: (left, rule + 3), to: (left + width, rule + 3), width: 0.5, color: .red)
        }
    }

    private func paragraph(_ template: TextTemplate, english: TextTemplate?) throws -> [Piece] {
        let text = try words.text(template)
        var pieces: [Piece] = []
        for (index, part) in text.split(separator: "\n").enumerated() {
            let box = try textBox(String(part), .paragraph, width: width, field: "paragraph")
            pieces.append(
                Piece(height: box.height, spaceBefore: white(index == 0 ? 18 : 4)) { y in
                    box.draw(x: left, y: y)
                })
        }
        if let english {
            let below = try textBox(
                words.text(english), .paragraphEnglish, width: width, field: "paragraph")
            pieces.append(
                Piece(height: below.height, spaceBefore: white(6)) { y in below.draw(x: left, y: y) })
        }
        return pieces
    }
}
