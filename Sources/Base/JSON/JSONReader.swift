/// Reads one JSON value and refuses whatever RFC 8259 does not allow.
struct JSONReader {
    /// Deeper than any message is; each level is a call of its own.
    static let depthMax = 32

    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The value that is all of the bytes; nil when there is none.
    mutating func whole() -> JSONValue? {
        guard String(validating: bytes, as: UTF8.self) != nil, let value = value(depth: 1) else { return nil }
        return isOver() ? value : nil
    }

    /// The bytes of each member's value as they stand, where all of the bytes are one object; nil otherwise.
    mutating func members() -> [String: ArraySlice<UInt8>]? {
        guard String(validating: bytes, as: UTF8.self) != nil, take("{") else { return nil }
        let members = members { reader in
            reader.skipSpace()
            let start = reader.at
            return reader.value(depth: 2).map { _ in reader.bytes[start..<reader.at] }
        }
        return isOver() ? members : nil
    }

    private mutating func isOver() -> Bool {
        skipSpace()
        return at == bytes.count
    }

    private mutating func value(depth: Int) -> JSONValue? {
        skipSpace()
        guard depth <= Self.depthMax, at < bytes.count else { return nil }
        return switch bytes[at] {
        case UInt8(ascii: "\""): string().map(JSONValue.text)
        case UInt8(ascii: "{"): object(depth: depth)
        case UInt8(ascii: "["): list(depth: depth)
        case UInt8(ascii: "t"): word("true") ? .flag(true) : nil
        case UInt8(ascii: "f"): word("false") ? .flag(false) : nil
        case UInt8(ascii: "n"): word("null") ? .null : nil
        default: number()
        }
    }

    private mutating func object(depth: Int) -> JSONValue? {
        guard take("{") else { return nil }
        return members { $0.value(depth: depth + 1) }.map(JSONValue.object)
    }

    /// After the brace that opens: what `read` makes of each member's value, and the brace that closes; nil when a name
    /// comes twice.
    private mutating func members<Value>(_ read: (inout Self) -> Value?) -> [String: Value]? {
        var members: [String: Value] = [:]
        if take("}") { return members }
        repeat {
            skipSpace()
            guard let key = string(), take(":"), let value = read(&self),
                members.updateValue(value, forKey: key) == nil
            else { return nil }
        } while take(",")
        return take("}") ? members : nil
    }

    private mutating func list(depth: Int) -> JSONValue? {
        var values: [JSONValue] = []
        guard take("[") else { return nil }
        if take("]") { return .list(values) }
        repeat {
            guard let value = value(depth: depth + 1) else { return nil }
            values.append(value)
        } while take(",")
        return take("]") ? .list(values) : nil
    }

    private mutating func number() -> JSONValue? {
        let start = at
        _ = pass("-")
        guard pass("0") || digits() else { return nil }
        var isWhole = true
        if pass(".") {
            isWhole = false
            guard digits() else { return nil }
        }
        if pass("e") || pass("E") {
            isWhole = false
            _ = pass("+") || pass("-")
            guard digits() else { return nil }
        }
        let text = String(decoding: bytes[start..<at], as: UTF8.self)
        if isWhole { return Int64(text).map(JSONValue.int) }
        // Beyond the greatest number readers differ, and none could be written again.
        return Double(text).flatMap { $0.isFinite ? .real($0) : nil }
    }

    /// One digit or more.
    private mutating func digits() -> Bool {
        let start = at
        while at < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[at]) { at += 1 }
        return at > start
    }

    private mutating func word(_ word: String) -> Bool {
        guard bytes[at...].starts(with: word.utf8) else { return false }
        at += word.utf8.count
        return true
    }

    private mutating func string() -> String? {
        guard pass("\"") else { return nil }
        var plain: [UInt8] = []
        while at < bytes.count {
            switch bytes[at] {
            case 0..<0x20: return nil
            case UInt8(ascii: "\\"):
                at += 1
                guard let scalar = escape() else { return nil }
                plain += Array(String(Character(scalar)).utf8)
            case UInt8(ascii: "\""):
                at += 1
                return String(decoding: plain, as: UTF8.self)
            case let byte:
                plain.append(byte)
                at += 1
            }
        }
        return nil
    }

    /// What stands after a backslash.
    private mutating func escape() -> Unicode.Scalar? {
        guard at < bytes.count else { return nil }
        let letter = bytes[at]
        at += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return codePoint()
        default: return nil
        }
    }

    /// Four hexadecimal digits, or a pair of surrogates; half a pair is no character.
    private mutating func codePoint() -> Unicode.Scalar? {
        guard let first = fourDigits() else { return nil }
        guard (0xD800...0xDBFF).contains(first) else { return Unicode.Scalar(first) }
        guard pass("\\"), pass("u"), let second = fourDigits(), (0xDC00...0xDFFF).contains(second) else {
            return nil
        }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }

    private mutating func fourDigits() -> UInt32? {
        let digits = bytes[min(at, bytes.count)...].prefix(4)
        guard digits.count == 4,
            digits.allSatisfy({ $0 < 0x80 && Character(Unicode.Scalar($0)).isHexDigit })
        else { return nil }
        at += 4
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    private mutating func skipSpace() {
        while at < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
    }

    /// One character, after space.
    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        return pass(character)
    }

    /// One character, right here.
    private mutating func pass(_ character: Unicode.Scalar) -> Bool {
        guard at < bytes.count, bytes[at] == UInt8(ascii: character) else { return false }
        at += 1
        return true
    }
}
