/// Finds the members of one JSON object and the bytes of each value, without decoding them.
///
/// It is strict: whatever RFC 8259 does not allow is refused, so that no other reader finds in the same bytes something
/// else than what is cut out here.
struct JSONScanner {
    /// Deeper than any message is; each level is a call of its own.
    static let depthMax = 32

    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Values by key; nil when the bytes are no single object in UTF-8, or in any object of it a key comes twice or has
    /// escapes.
    mutating func members() -> [String: ArraySlice<UInt8>]? {
        guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
        var found: [String: ArraySlice<UInt8>] = [:]
        guard take("{") else { return nil }
        repeat {
            guard let name = key(), take(":"), let value = cut(),
                found.updateValue(value, forKey: name) == nil
            else { return nil }
        } while take(",")
        guard take("}") else { return nil }
        skipSpace()
        return at == bytes.count ? found : nil
    }

    /// One value, with nothing around it.
    private mutating func cut() -> ArraySlice<UInt8>? {
        skipSpace()
        let start = at
        return value(depth: 1) ? bytes[start..<at] : nil
    }

    private mutating func value(depth: Int) -> Bool {
        skipSpace()
        guard depth <= Self.depthMax, at < bytes.count else { return false }
        return switch bytes[at] {
        case UInt8(ascii: "\""): string() != nil
        case UInt8(ascii: "{"): object(depth: depth)
        case UInt8(ascii: "["): array(depth: depth)
        case UInt8(ascii: "t"): word("true")
        case UInt8(ascii: "f"): word("false")
        case UInt8(ascii: "n"): word("null")
        default: number()
        }
    }

    private mutating func object(depth: Int) -> Bool {
        guard take("{") else { return false }
        if take("}") { return true }
        var names: Set<String> = []
        repeat {
            guard let name = key(), names.insert(name).inserted, take(":"), value(depth: depth + 1) else {
                return false
            }
        } while take(",")
        return take("}")
    }

    private mutating func array(depth: Int) -> Bool {
        guard take("[") else { return false }
        if take("]") { return true }
        repeat {
            guard value(depth: depth + 1) else { return false }
        } while take(",")
        return take("]")
    }

    private mutating func number() -> Bool {
        _ = pass("-")
        guard pass("0") || digits() else { return false }
        if pass("."), !digits() { return false }
        guard pass("e") || pass("E") else { return true }
        _ = pass("+") || pass("-")
        return digits()
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

    /// A name without escapes, so that it is written in one way only.
    private mutating func key() -> String? {
        string().map { String(decoding: $0.dropFirst().dropLast(), as: UTF8.self) }
            .flatMap { $0.contains("\\") ? nil : $0 }
    }

    /// The string with its quotes.
    private mutating func string() -> ArraySlice<UInt8>? {
        skipSpace()
        let start = at
        guard pass("\"") else { return nil }
        while at < bytes.count {
            switch bytes[at] {
            case 0..<0x20: return nil
            case UInt8(ascii: "\\"):
                at += 1
                guard escape() else { return nil }
            case UInt8(ascii: "\""):
                at += 1
                return bytes[start..<at]
            default: at += 1
            }
        }
        return nil
    }

    /// What stands after a backslash.
    private mutating func escape() -> Bool {
        guard at < bytes.count else { return false }
        defer { at += 1 }
        guard bytes[at] == UInt8(ascii: "u") else { return "\"\\/bfnrt".utf8.contains(bytes[at]) }
        let digits = bytes[(at + 1)...].prefix(4)
        at += 4
        return digits.count == 4 && digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
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
