/// A value of a register: text, or a table of texts.
enum RegisterEntry: Encodable, Hashable {
    case text(String)
    case table([[String: String]])

    /// Empty for what is no table.
    var rows: [[String: String]] {
        if case .table(let rows) = self { rows } else { [] }
    }

    /// Nil for what is no whole number.
    var number: Int? {
        if case .text(let text) = self { Int(text) } else { nil }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .table(let rows): try container.encode(rows)
        }
    }
}
