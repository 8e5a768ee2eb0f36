/// Reads the tokens of a PDF file or of a page's drawing, one after the other (ISO 32000-1 7.2 and 7.3).
struct PDFLexer {
    indirect enum Token: Equatable {
        case number(Double)
        case name(String)
        case string([UInt8])
        case array([Token])
        case dictionary([String: Token])
        /// `12 0 R`.
        case reference(Int)
        /// An operator or a keyword, such as `Tj` or `obj`.
        case word(String)

        /// The whole number that it is.
        var int: Int? {
            if case .number(let number) = self { Int(exactly: number) } else { nil }
        }

        var number: Double? {
            if case .number(let number) = self { number } else { nil }
        }
    }

    private static let depthMax = 32

    let bytes: ArraySlice<UInt8>
    private(set) var place: Int
    private var depth = 0

    init(_ bytes: ArraySlice<UInt8>, at place: Int? = nil) {
        self.bytes = bytes
        self.place = place ?? bytes.startIndex
    }

    /// The next token; nil at the end, or where no token can begin.
    mutating func next() -> Token? {
        skipSpace()
        guard place < bytes.endIndex else { return nil }
        switch bytes[place] {
        case UInt8(ascii: "/"): return name()
        case UInt8(ascii: "("): return literal()
        case UInt8(ascii: "["): return array()
        case UInt8(ascii: "<"):
            if place + 1 < bytes.endIndex, bytes[place + 1] == UInt8(ascii: "<") { return dictionary() }
            return hexadecimal()
        case UInt8(ascii: "]"), UInt8(ascii: ")"), UInt8(ascii: "{"), UInt8(ascii: "}"):
            place += 1
            return .word(String(UnicodeScalar(bytes[place - 1])))
        case UInt8(ascii: ">"):
            place = min(place + 2, bytes.endIndex)
            return .word(">>")
        default: return regular()
        }
    }

    private mutating func skipSpace() {
        while place < bytes.endIndex {
            if bytes[place] == UInt8(ascii: "%") {
                while place < bytes.endIndex, bytes[place] != 10, bytes[place] != 13 { place += 1 }
            } else if Self.isSpace(bytes[place]) {
                place += 1
            } else {
                return
            }
        }
    }

    private mutating func name() -> Token {
        place += 1
        let start = place
        while place < bytes.endIndex, Self.isRegular(bytes[place]) { place += 1 }
        return .name(String(decoding: bytes[start..<place], as: UTF8.self))
    }

    private mutating func hexadecimal() -> Token {
        place += 1
        var value: [UInt8] = []
        var high: UInt8?
        while place < bytes.endIndex, bytes[place] != UInt8(ascii: ">") {
            if let digit = Self.digit(bytes[place]) {
                if let first = high {
                    value.append(first << 4 | digit)
                    high = nil
                } else {
                    high = digit
                }
            }
            place += 1
        }
        place = min(place + 1, bytes.endIndex)
        if let high { value.append(high << 4) }
        return .string(value)
    }

    private mutating func literal() -> Token {
        place += 1
        var value: [UInt8] = []
        var open = 1
        while place < bytes.endIndex {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "\\"):
                if let escaped = escape() { value.append(escaped) }
                continue
            case UInt8(ascii: "("): open += 1
            case UInt8(ascii: ")"): open -= 1
            default: break
            }
            if open == 0 { break }
            value.append(byte)
        }
        return .string(value)
    }

    /// What follows a backslash; nil for a line that goes on.
    private mutating func escape() -> UInt8? {
        guard place < bytes.endIndex else { return nil }
        let byte = bytes[place]
        place += 1
        switch byte {
        case UInt8(ascii: "n"): return 10
        case UInt8(ascii: "r"): return 13
        case UInt8(ascii: "t"): return 9
        case UInt8(ascii: "b"): return 8
        case UInt8(ascii: "f"): return 12
        case 10, 13: return nil
        case 48...55:
            var value = Int(byte - 48)
            var count = 1
            while count < 3, place < bytes.endIndex, (48...55).contains(bytes[place]) {
                value = value * 8 + Int(bytes[place] - 48)
                place += 1
                count += 1
            }
            return UInt8(truncatingIfNeeded: value)
        default: return byte
        }
    }

    private mutating func array() -> Token? {
        place += 1
        guard let items = items(upTo: "]") else { return nil }
        return .array(items)
    }

    private mutating func dictionary() -> Token? {
        place += 2
        guard let items = items(upTo: ">>") else { return nil }
        var entries: [String: Token] = [:]
        for index in stride(from: 0, to: items.count - 1, by: 2) {
            guard case .name(let key) = items[index] else { return nil }
            entries[key] = items[index + 1]
        }
        return .dictionary(entries)
    }

    private mutating func items(upTo end: String) -> [Token]? {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthMax else { return nil }
        var items: [Token] = []
        while let token = next() {
            switch token {
            case .word(end): return items
            case .word("R"):
                guard items.count >= 2, let number = items[items.count - 2].int else { return nil }
                items.removeLast(2)
                items.append(.reference(number))
            default: items.append(token)
            }
        }
        return nil
    }

    private mutating func regular() -> Token {
        let start = place
        while place < bytes.endIndex, Self.isRegular(bytes[place]) { place += 1 }
        if start == place { place += 1 }
        let text = bytes[start..<place]
        return Self.number(text).map(Token.number) ?? .word(String(decoding: text, as: UTF8.self))
    }

    /// A number by hand: a page has thousands, and most are short.
    private static func number(_ text: ArraySlice<UInt8>) -> Double? {
        var value = 0.0
        var scale = 0.0
        var digits = 0
        for (index, byte) in text.enumerated() {
            switch byte {
            case 48...57:
                digits += 1
                if scale == 0 {
                    value = value * 10 + Double(byte - 48)
                } else {
                    value += Double(byte - 48) * scale
                    scale /= 10
                }
            case UInt8(ascii: ".") where scale == 0: scale = 0.1
            case UInt8(ascii: "-"), UInt8(ascii: "+"): guard index == 0 else { return nil }
            default: return nil
            }
        }
        guard digits > 0 else { return nil }
        return text.first == UInt8(ascii: "-") ? -value : value
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 48...57: byte - 48
        case 65...70: byte - 55
        case 97...102: byte - 87
        default: nil
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 32 || byte == 10 || byte == 13 || byte == 9 || byte == 12 || byte == 0
    }

    private static func isRegular(_ byte: UInt8) -> Bool {
        switch byte {
        case 0, 9, 10, 12, 13, 32, 37, 40, 41, 47, 60, 62, 91, 93, 123, 125: false
        default: true
        }
    }
}
