/// Finds the members of one JSON object and the bytes of each value, without reading them.
struct JSONScanner {
    private let bytes: [UInt8]
    private var at = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Values by key; nil when the bytes are no single object, a key comes twice, or a key has escapes.
    mutating func members() -> [String: ArraySlice<UInt8>]? {
        var found: [String: ArraySlice<UInt8>] = [:]
        guard take("{") else { return nil }
        while true {
            guard let key = string(), take(":"), let value = value() else { return nil }
            let name = String(decoding: key.dropFirst().dropLast(), as: UTF8.self)
            guard !name.contains("\\"), found.updateValue(value, forKey: name) == nil else { return nil }
            if take(",") { continue }
            break
        }
        guard take("}") else { return nil }
        skipSpace()
        return at == bytes.count ? found : nil
    }

    private mutating func skipSpace() {
        while at < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[at]) { at += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard at < bytes.count, bytes[at] == UInt8(ascii: character) else { return false }
        at += 1
        return true
    }

    /// The string with its quotes.
    private mutating func string() -> ArraySlice<UInt8>? {
        skipSpace()
        let start = at
        guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") else { return nil }
        at += 1
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\\"): at += 2
            case UInt8(ascii: "\""):
                at += 1
                return bytes[start..<at]
            default: at += 1
            }
        }
        return nil
    }

    /// A string, or everything up to the bracket that closes the value.
    private mutating func value() -> ArraySlice<UInt8>? {
        skipSpace()
        guard at < bytes.count else { return nil }
        if bytes[at] == UInt8(ascii: "\"") { return string() }
        guard bytes[at] == UInt8(ascii: "{") else { return nil }
        let start = at
        var depth = 0
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "\""):
                guard string() != nil else { return nil }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
            at += 1
            if depth == 0 { return bytes[start..<at] }
        }
        return nil
    }
}
