/// What the glyph numbers of one embedded font mean, by its `/ToUnicode` map (ISO 32000-1 9.10.3).
struct GlyphNames {
    private static let rangeMax = 65_536

    /// Bytes of one glyph number in a shown string.
    let width: Int
    private var texts: [Int: String] = [:]

    init(map: [UInt8], width: Int) {
        self.width = width
        var lexer = PDFLexer(map[...])
        while let token = lexer.next() {
            switch token {
            case .word("beginbfchar"): singles(&lexer)
            case .word("beginbfrange"): ranges(&lexer)
            default: break
            }
        }
    }

    /// The text of a shown string; a glyph without a meaning becomes U+FFFD, which no paper may hold.
    func text(_ shown: [UInt8]) -> String {
        var text = ""
        for start in stride(from: 0, to: shown.count, by: width) {
            let code = shown[start..<min(start + width, shown.count)].reduce(0) { $0 << 8 | Int($1) }
            text += texts[code] ?? "\u{FFFD}"
        }
        return text
    }

    private mutating func singles(_ lexer: inout PDFLexer) {
        while case .string(let code) = lexer.next(), case .string(let text) = lexer.next() {
            texts[Self.number(code)] = Self.utf16(text)
        }
    }

    private mutating func ranges(_ lexer: inout PDFLexer) {
        while case .string(let first) = lexer.next(), case .string(let last) = lexer.next() {
            let codes = Self.number(first)..<min(Self.number(last), Self.number(first) + Self.rangeMax) + 1
            switch lexer.next() {
            case .string(let text):
                guard let unit = text.last else { return }
                for (index, code) in codes.enumerated() {
                    texts[code] = Self.utf16(text.dropLast() + [UInt8(truncatingIfNeeded: Int(unit) + index)])
                }
            case .array(let items):
                for (code, item) in zip(codes, items) {
                    if case .string(let text) = item { texts[code] = Self.utf16(text) }
                }
            default: return
            }
        }
    }

    private static func number(_ bytes: [UInt8]) -> Int { bytes.suffix(4).reduce(0) { $0 << 8 | Int($1) } }

    private static func utf16(_ bytes: some Sequence<UInt8>) -> String {
        let bytes = Array(bytes)
        let units = stride(from: 0, to: bytes.count - 1, by: 2).map {
            UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
        }
        return String(decoding: units, as: UTF16.self)
    }
}
