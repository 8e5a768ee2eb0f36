/// What a browser posted: `application/x-www-form-urlencoded`, text only, checked by the domain and not here.
public struct Form: Sendable, Hashable {
    /// **Range:** more fields than this are refused.
    static let fieldsMax = 500

    /// The body as it came, for a request hash.
    public let bytes: [UInt8]
    private let fields: [String: [String]]

    /// **Errors:** ``FormRefusal/unreadable`` for broken escapes, text that is not UTF-8, or too many fields.
    public init(_ bytes: [UInt8]) throws(FormRefusal) {
        var fields: [String: [String]] = [:]
        let pairs = bytes.split(separator: UInt8(ascii: "&"))
        guard pairs.count <= Self.fieldsMax else { throw .unreadable }
        for pair in pairs {
            let equals = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            let name = try Self.decode(pair[..<equals])
            fields[name, default: []].append(try Self.decode(pair[equals...].dropFirst()))
        }
        self.bytes = bytes
        self.fields = fields
    }

    /// The fields of a body of another kind.
    init(_ pairs: [(String, String)], bytes: [UInt8]) {
        self.bytes = bytes
        fields = Dictionary(grouping: pairs, by: \.0).mapValues { $0.map(\.1) }
    }

    /// The first value of a field as it came; nil when the field was not sent.
    public subscript(_ name: String) -> String? { fields[name]?.first }

    /// The names of all fields, sorted.
    var names: [String] { fields.keys.sorted() }

    /// Every value of a field, for checkboxes of one name.
    public func all(_ name: String) -> [String] { fields[name] ?? [] }

    /// A text that must be there: trimmed, of one line, without control characters.
    ///
    /// **Unit:** `max` counts characters as a reader does.
    public func text(_ name: String, max: Int) throws(FormRefusal) -> String {
        guard let text = try textIfPresent(name, max: max) else { throw .missing(field: name) }
        return text
    }

    /// A text that may be left empty.
    public func textIfPresent(_ name: String, max: Int) throws(FormRefusal) -> String? {
        guard let text = self[name]?.trimmed, !text.isEmpty else { return nil }
        guard text.count <= max else { throw .tooLong(field: name, max: max) }
        guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
            throw .notPlain(field: name)
        }
        return text
    }

    /// The word of one of the options, which must be chosen.
    public func choice(_ name: String) throws(FormRefusal) -> String {
        guard let word = self[name], !word.isEmpty else { throw .missing(field: name) }
        return word
    }

    /// A longer text of several lines; line ends become `\n`.
    public func paragraph(_ name: String, max: Int) throws(FormRefusal) -> String? {
        guard let sent = self[name] else { return nil }
        let text = sent.split(separator: "\r\n", omittingEmptySubsequences: false).joined(separator: "\n")
            .trimmed
        guard !text.isEmpty else { return nil }
        guard text.count <= max else { throw .tooLong(field: name, max: max) }
        guard
            text.unicodeScalars.allSatisfy({
                $0 == "\n" || $0 == "\t" || $0.properties.generalCategory != .control
            })
        else { throw .notPlain(field: name) }
        return text
    }

    /// Whether a checkbox was ticked.
    public func isOn(_ name: String) -> Bool { self[name] == "on" }

    private static func decode(_ bytes: ArraySlice<UInt8>) throws(FormRefusal) -> String {
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            switch bytes[index] {
            case UInt8(ascii: "+"):
                plain.append(0x20)
            case UInt8(ascii: "%"):
                guard index + 2 < bytes.endIndex, let high = digit(bytes[index + 1]),
                    let low = digit(bytes[index + 2])
                else { throw .unreadable }
                plain.append(high << 4 | low)
                index += 2
            case let byte:
                plain.append(byte)
            }
            index += 1
        }
        guard let text = String(validating: plain, as: UTF8.self) else { throw .unreadable }
        return text
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(UnicodeScalar(byte)).isASCII
            ? Character(UnicodeScalar(byte)).hexDigitValue.map { UInt8($0) } : nil
    }
}

extension String {
    fileprivate var trimmed: String {
        let scalars = unicodeScalars
        let isBlank = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
        guard let first = scalars.firstIndex(where: { !isBlank($0) }),
            let last = scalars.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(self[first...last])
    }
}
