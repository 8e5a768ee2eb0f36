import Base

/// A JSON value in the one form of RFC 8785: members sorted, no spaces, only the necessary escapes.
///
/// Numbers are integers within ±(2^53 − 1), which every reader of JSON agrees about.
enum CanonicalJSON {
    case text(String)
    case int(Int64)
    case list([CanonicalJSON])
    /// In the order of their names; what is nil is left out.
    case object([(name: String, value: CanonicalJSON?)])

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        // A leaf of an act has some four hundred.
        bytes.reserveCapacity(512)
        write(to: &bytes)
        return bytes
    }

    private func write(to bytes: inout [UInt8]) {
        switch self {
        case .text(let text): Self.write(text, to: &bytes)
        case .int(let number):
            precondition(number.magnitude < 1 << 53, "an integer that every JSON reader can hold")
            bytes.append(contentsOf: String(number).utf8)
        case .list(let values):
            bytes.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            var last: String?
            for case (let name, let value?) in members {
                assert(
                    last.map { $0.utf16.lexicographicallyPrecedes(name.utf16) } ?? true, "members in order")
                if last != nil { bytes.append(UInt8(ascii: ",")) }
                Self.write(name, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                value.write(to: &bytes)
                last = name
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private static func write(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(contentsOf: [UInt8(ascii: "\\"), byte])
            case 0x08: bytes.append(contentsOf: "\\b".utf8)
            case 0x09: bytes.append(contentsOf: "\\t".utf8)
            case 0x0A: bytes.append(contentsOf: "\\n".utf8)
            case 0x0C: bytes.append(contentsOf: "\\f".utf8)
            case 0x0D: bytes.append(contentsOf: "\\r".utf8)
            case 0..<0x20: bytes.append(contentsOf: "\\u00\([byte].hex)".utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
