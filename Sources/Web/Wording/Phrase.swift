/// One text with its places for values, taken apart once.
struct Phrase: Sendable {
    private enum Part: Sendable {
        case text(String)
        case place(String)
    }

    private let parts: [Part]
    let places: Set<String>

    init(_ text: String) {
        var parts: [Part] = []
        var rest = text[...]
        while let open = rest.utf8.firstIndex(of: UInt8(ascii: "{")),
            let close = rest.utf8[open...].firstIndex(of: UInt8(ascii: "}"))
        {
            parts.append(.text(String(rest[..<open])))
            parts.append(.place(String(rest[rest.index(after: open)..<close])))
            rest = rest[rest.index(after: close)...]
        }
        parts.append(.text(String(rest)))
        self.parts = parts
        places = Set(parts.compactMap { if case .place(let name) = $0 { name } else { nil } })
    }

    /// A place without a value stays visible as `{name}`.
    func filled(_ values: [String: String]) -> String {
        if parts.count == 1, case .text(let text) = parts[0] { return text }
        return parts.map { part in
            switch part {
            case .text(let text): text
            case .place(let name): values[name] ?? "{\(name)}"
            }
        }.joined()
    }
}
