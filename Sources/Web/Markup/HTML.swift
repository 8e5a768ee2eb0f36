/// Markup that has already been escaped: the only thing a page can be made of.
///
/// Text enters through ``text(_:)`` and attribute values through ``Attribute``; both escape, and nothing else
/// can be turned into `HTML`, so a page cannot carry markup that a person typed.
public struct HTML: Sendable, Hashable {
    public private(set) var bytes: [UInt8] = []

    public init() {}

    /// Escapes; control characters and those that turn the direction of reading become U+FFFD.
    public static func text(_ value: String) -> HTML {
        var html = HTML()
        html.escape(value)
        return html
    }

    /// Words that a person typed, isolated from the direction of the words around them.
    public static func typed(_ value: String) -> HTML {
        element("bdi") { value }
    }

    public static let doctype: HTML = {
        var html = HTML()
        html.raw("<!doctype html>\n")
        return html
    }()

    public var isEmpty: Bool { bytes.isEmpty }

    /// The markup as text, for tests and snapshots.
    public var string: String { String(decoding: bytes, as: UTF8.self) }

    mutating func raw(_ markup: StaticString) {
        markup.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    mutating func append(_ other: HTML) {
        bytes.append(contentsOf: other.bytes)
    }

    mutating func escape(_ value: String) {
        var value = value
        value.withUTF8 { escape($0) }
    }

    private mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
        var index = 0
        bytes.reserveCapacity(bytes.count + text.count)
        while index < text.count {
            let byte = text[index]
            let hidden = Self.hiddenLength(text, at: index)
            if hidden > 0 {
                raw("\u{FFFD}")
                index += hidden
                continue
            }
            switch byte {
            case UInt8(ascii: "&"): raw("&amp;")
            case UInt8(ascii: "<"): raw("&lt;")
            case UInt8(ascii: ">"): raw("&gt;")
            case UInt8(ascii: "\""): raw("&quot;")
            case UInt8(ascii: "'"): raw("&#39;")
            default: bytes.append(byte)
            }
            index += 1
        }
    }

    /// How many bytes from here form a character that must not reach a page; 0 for every other.
    ///
    /// C0 without tab and line ends, DEL, C1 (C2 80…9F), U+061C, U+200E/F, U+202A…E and U+2066…9.
    private static func hiddenLength(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        let byte = text[index]
        switch byte {
        case 0x09, 0x0A, 0x0D: return 0
        case ..<0x20, 0x7F: return 1
        case 0xC2 where index + 1 < text.count: return text[index + 1] < 0xA0 ? 2 : 0
        case 0xD8 where index + 1 < text.count: return text[index + 1] == 0x9C ? 2 : 0
        case 0xE2 where index + 2 < text.count:
            return switch (text[index + 1], text[index + 2]) {
            case (0x80, 0x8E...0x8F), (0x80, 0xAA...0xAE), (0x81, 0xA6...0xA9): 3
            default: 0
            }
        default: return 0
        }
    }
}
