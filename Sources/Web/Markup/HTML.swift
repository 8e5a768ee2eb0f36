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

    /// Words that a person typed, isolated from the direction of the words around them; hidden while ``Masking`` is on.
    public static func typed(_ value: String) -> HTML {
        element("bdi") { Masking.shown(value) }
    }

    public static let doctype: HTML = {
        var html = HTML()
        html.raw("<!doctype html>\n")
        return html
    }()

    /// A page of this house that ``FilledForm`` has filled in.
    init(markup: String) {
        bytes = Array(markup.utf8)
    }

    public var isEmpty: Bool { bytes.isEmpty }

    /// The markup as text, for tests and snapshots.
    public var string: String { String(decoding: bytes, as: UTF8.self) }

    mutating func raw(_ markup: StaticString) {
        markup.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    mutating func reserve(_ count: Int) {
        bytes.reserveCapacity(count)
    }

    mutating func append(_ other: HTML) {
        bytes.append(contentsOf: other.bytes)
    }

    mutating func escape(_ value: String) {
        var value = value
        value.withUTF8 { escape($0) }
    }

    /// Copies whole runs of plain bytes; most text is one run.
    private mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
        var index = 0
        var start = 0
        while index < text.count {
            guard Self.isSpecial(text[index]) else {
                index += 1
                continue
            }
            let hidden = Self.hiddenLength(text, at: index)
            let entity: StaticString? =
                switch text[index] {
                case UInt8(ascii: "&"): "&amp;"
                case UInt8(ascii: "<"): "&lt;"
                case UInt8(ascii: ">"): "&gt;"
                case UInt8(ascii: "\""): "&quot;"
                case UInt8(ascii: "'"): "&#39;"
                default: hidden > 0 ? "\u{FFFD}" : nil
                }
            guard let entity else {
                index += 1
                continue
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
            raw(entity)
            index += max(hidden, 1)
            start = index
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
    }

    /// Whether a byte needs a second look: markup, a control character, or the first byte of a hidden character.
    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x22, 0x26, 0x27, 0x3C, 0x3E, 0x7F, 0xC2, 0xD8, 0xE2: true
        default: byte < 0x20
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
