/// The small XML that WeChat posts: one element `xml` whose children hold text, or text in `CDATA`, and nothing else.
///
/// It is strict: no declaration, no doctype, no entity, no attribute, no comment, no nesting, no name twice. What is no such
/// text is nil, and nothing of it is taken.
struct FlatXML: Equatable {
    static let bytesMax = 16_384
    static let fieldsMax = 32
    static let nameMax = 32

    let fields: [String: String]

    init?(_ bytes: [UInt8]) {
        guard bytes.count <= Self.bytesMax, String(validating: bytes, as: UTF8.self) != nil else {
            return nil
        }
        var reader = Reader(bytes)
        guard let fields = reader.whole() else { return nil }
        self.fields = fields
    }

    subscript(_ name: String) -> String? { fields[name] }

    private struct Reader {
        private let bytes: [UInt8]
        private var at = 0

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
        }

        mutating func whole() -> [String: String]? {
            var fields: [String: String] = [:]
            skipSpace()
            guard take("<xml>") else { return nil }
            skipSpace()
            while !take("</xml>") {
                guard fields.count < FlatXML.fieldsMax, let name = opening(), let text = content(),
                    take("</\(name)>"), fields.updateValue(text, forKey: name) == nil
                else { return nil }
                skipSpace()
            }
            skipSpace()
            return at == bytes.count ? fields : nil
        }

        private mutating func opening() -> String? {
            guard take("<") else { return nil }
            let start = at
            while at < bytes.count, isLetterOrDigit(bytes[at]) { at += 1 }
            guard (1...FlatXML.nameMax).contains(at - start), bytes[start] > UInt8(ascii: "9") else {
                return nil
            }
            let name = String(decoding: bytes[start..<at], as: UTF8.self)
            return take(">") ? name : nil
        }

        /// Text without `<` and `&`, or one `CDATA` section.
        private mutating func content() -> String? {
            let end = "]]>"
            if take("<![CDATA[") {
                let start = at
                while at < bytes.count {
                    let last = at
                    if take(end) { return String(decoding: bytes[start..<last], as: UTF8.self) }
                    at += 1
                }
                return nil
            }
            let start = at
            while at < bytes.count, bytes[at] != UInt8(ascii: "<") {
                guard bytes[at] != UInt8(ascii: "&"), bytes[at] != UInt8(ascii: ">") else { return nil }
                at += 1
            }
            return String(decoding: bytes[start..<at], as: UTF8.self)
        }

        private mutating func take(_ word: String) -> Bool {
            guard bytes[at...].starts(with: word.utf8) else { return false }
            at += word.utf8.count
            return true
        }

        private mutating func skipSpace() {
            while at < bytes.count, [9, 10, 13, 32].contains(bytes[at]) { at += 1 }
        }

        private func isLetterOrDigit(_ byte: UInt8) -> Bool {
            WeChatForm.isWordSign(byte) && byte != UInt8(ascii: "-") && byte != UInt8(ascii: "_")
        }
    }
}
