/// A sentence of a layout with places for values: `兹证明{name}生于{birthDate|date}`.
public struct TextTemplate: Hashable, Sendable {
    enum Part: Hashable, Sendable {
        case words(String)
        case field(name: String, format: ValueFormat?)
    }

    enum Refused: Error {
        case brace
        case name(String)
        case format(String)
    }

    let parts: [Part]

    /// The fields of the content that the sentence needs; what every paper knows of itself is not among them.
    var fieldsNeeded: Set<String> {
        Set(
            parts.compactMap { part in
                guard case .field(let name, _) = part, PaperField(rawValue: name) == nil else { return nil }
                return name
            })
    }

    init(_ text: String) throws(Refused) {
        var parts: [Part] = []
        var words = ""
        var rest = text[...]
        while let character = rest.popFirst() {
            if character == "}" { throw .brace }
            guard character == "{" else {
                words.append(character)
                continue
            }
            guard let end = rest.firstIndex(of: "}") else { throw .brace }
            if !words.isEmpty { parts.append(.words(words)) }
            words = ""
            parts.append(try Self.field(rest[..<end]))
            rest = rest[rest.index(after: end)...]
        }
        if !words.isEmpty { parts.append(.words(words)) }
        self.parts = parts
    }

    private static func field(_ inside: Substring) throws(Refused) -> Part {
        let halves = inside.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        guard halves.count <= 2, isFieldName(halves[0]) else { throw .name(String(inside)) }
        guard halves.count == 2 else { return .field(name: halves[0], format: nil) }
        guard let format = ValueFormat(rawValue: halves[1]) else { throw .format(halves[1]) }
        return .field(name: halves[0], format: format)
    }

    static func isFieldName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 40 && text.first?.isNumber == false
            && text.utf8.allSatisfy {
                (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0)
                    || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
            }
    }
}
