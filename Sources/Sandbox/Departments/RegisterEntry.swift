/// A value of a register: text, or a table of texts.
enum RegisterEntry: Encodable, Hashable {
    case text(String)
    case table([[String: String]])

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .table(let rows): try container.encode(rows)
        }
    }
}
