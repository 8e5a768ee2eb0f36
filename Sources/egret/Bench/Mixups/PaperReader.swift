import Foundation

/// Reads a printed paper from its bytes alone: the text that stands on it, and the QR code as it is drawn.
struct PaperReader {
    /// A rectangle of a drawn path, in the page's units from the upper left corner.
    struct Box: Hashable {
        var left, top, right, bottom: Double
    }

    /// A path of so many rectangles is a QR code; nothing else on a paper has more than a few.
    private static let codeBoxesMin = 100
    private static let depthMax = 4

    /// Line by line as drawn, page after page.
    private(set) var lines: [String] = []
    /// What the QR code of each page says.
    private(set) var codes: [String] = []

    private let file: PDFFile
    private var line = ""

    init(_ pdf: [UInt8]) throws {
        file = try PDFFile(pdf)
        for page in try file.pages() {
            let contents: [PDFLexer.Token] =
                if case .array(let parts) = try file.resolved(page["Contents"]) { parts } else {
                    [page["Contents"] ?? .word("none")]
                }
            var drawing: [UInt8] = []
            for part in contents { drawing += try file.stream(part) + [10] }
            try read(drawing, resources: page["Resources"], depth: 0)
        }
    }

    /// All lines, with ligatures and full-width digits in their plain form.
    var text: String { lines.joined(separator: "\n").precomposedStringWithCompatibilityMapping }

    private mutating func read(_ drawing: [UInt8], resources: PDFLexer.Token?, depth: Int) throws {
        guard depth < Self.depthMax, case .dictionary(let resources) = try file.resolved(resources) else {
            return
        }
        let fonts = try fonts(resources)
        var font: GlyphNames?
        var lexer = PDFLexer(drawing[...])
        var operands: [PDFLexer.Token] = []
        var path = DrawnPath()
        while let token = lexer.next() {
            guard case .word(let word) = token else {
                operands.append(token)
                continue
            }
            switch word {
            case "BT": endLine()
            case "ET": endLine()
            case "Tf": if case .name(let name) = operands.first { font = fonts[name] }
            case "Td", "TD": if let y = operands.last?.number, y != 0 { endLine() }
            case "T*", "'", "\"": endLine()
            default: break
            }
            switch word {
            case "Tj", "'", "\"", "TJ": show(operands.last, font)
            case "Do": try drawn(operands.first, resources, depth)
            case "f", "F", "f*", "B", "B*", "b", "b*":
                try code(path.boxes)
                path = DrawnPath()
            case "S", "s", "n": path = DrawnPath()
            default: path.take(word, operands)
            }
            operands.removeAll(keepingCapacity: true)
        }
        endLine()
    }

    private mutating func show(_ token: PDFLexer.Token?, _ font: GlyphNames?) {
        switch token {
        case .string(let glyphs): line += font?.text(glyphs) ?? "\u{FFFD}"
        case .array(let parts):
            for case .string(let glyphs) in parts { line += font?.text(glyphs) ?? "\u{FFFD}" }
        default: break
        }
    }

    private mutating func endLine() {
        if !line.isEmpty { lines.append(line) }
        line = ""
    }

    private mutating func drawn(
        _ name: PDFLexer.Token?, _ resources: [String: PDFLexer.Token], _ depth: Int
    ) throws {
        guard case .name(let name) = name,
            case .dictionary(let objects) = try file.resolved(resources["XObject"]),
            case .dictionary(let form) = try file.resolved(objects[name]), form["Subtype"] == .name("Form")
        else { return }
        try read(
            file.stream(objects[name]), resources: form["Resources"] ?? .dictionary(resources),
            depth: depth + 1)
    }

    private mutating func code(_ boxes: [Box]) throws {
        guard boxes.count >= Self.codeBoxesMin else { return }
        codes.append(try QRReader(boxes).text)
    }

    private func fonts(_ resources: [String: PDFLexer.Token]) throws -> [String: GlyphNames] {
        guard case .dictionary(let fonts) = try file.resolved(resources["Font"]) else { return [:] }
        return try fonts.compactMapValues { reference in
            guard case .dictionary(let font) = try file.resolved(reference), let map = font["ToUnicode"]
            else {
                return nil
            }
            return GlyphNames(map: try file.stream(map), width: font["Subtype"] == .name("Type0") ? 2 : 1)
        }
    }
}

/// The rectangles of the path that is being built.
private struct DrawnPath {
    private(set) var boxes: [PaperReader.Box] = []
    private var open: PaperReader.Box?

    mutating func take(_ word: String, _ operands: [PDFLexer.Token]) {
        let numbers = operands.compactMap(\.number)
        switch word {
        case "re" where numbers.count == 4:
            end()
            let (x, y, width, height) = (numbers[0], numbers[1], numbers[2], numbers[3])
            boxes.append(
                PaperReader.Box(
                    left: min(x, x + width), top: min(y, y + height), right: max(x, x + width),
                    bottom: max(y, y + height)))
        case "m" where numbers.count == 2:
            end()
            open = PaperReader.Box(left: numbers[0], top: numbers[1], right: numbers[0], bottom: numbers[1])
        case "l" where numbers.count == 2:
            guard var box = open else { return }
            box.left = min(box.left, numbers[0])
            box.right = max(box.right, numbers[0])
            box.top = min(box.top, numbers[1])
            box.bottom = max(box.bottom, numbers[1])
            open = box
        case "h": end()
        default: break
        }
    }

    private mutating func end() {
        if let box = open { boxes.append(box) }
        open = nil
    }
}
