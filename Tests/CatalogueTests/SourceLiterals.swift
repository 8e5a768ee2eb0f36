/// The texts between quotes of a Swift source, each place for a value written as its number in braces.
///
/// Texts inside a place are parts of a value and left out. It reads no raw texts (`#"…"#`) and no `/* … */`.
struct SourceLiterals {
    private let source: [Character]
    private var place = 0

    private init(_ source: String) { self.source = Array(source) }

    static func all(in source: String) -> [String] {
        var reader = SourceLiterals(source)
        var found: [String] = []
        while reader.place < reader.source.count {
            if reader.isAt("//") {
                while reader.place < reader.source.count, !reader.isAt("\n") { reader.place += 1 }
            } else if reader.isAt("\"") {
                found.append(reader.literal())
            } else {
                reader.place += 1
            }
        }
        return found
    }

    private func isAt(_ words: String) -> Bool { source[place...].starts(with: words) }

    private mutating func literal() -> String {
        let quotes = isAt("\"\"\"") ? "\"\"\"" : "\""
        place += quotes.count
        var lines = [""]
        var values = 0
        while place < source.count, !isAt(quotes) {
            if isAt("\\(") {
                values += 1
                skipValue()
                lines[lines.count - 1] += "{\(values)}"
            } else if isAt("\\\n") {
                // The line goes on where the next one's own text begins.
                place += 2
                while isAt(" ") { place += 1 }
            } else if isAt("\\") {
                let escaped: [Character: Character] = ["n": "\n", "t": "\t"]
                lines[lines.count - 1].append(escaped[source[place + 1]] ?? source[place + 1])
                place += 2
            } else if isAt("\n") {
                lines.append("")
                place += 1
            } else {
                lines[lines.count - 1].append(source[place])
                place += 1
            }
        }
        place += quotes.count
        guard quotes.count == 3 else { return lines[0] }
        // The last line has the quotes alone, and before it what every line is indented by.
        let indent = lines.removeLast().count
        return lines.dropFirst().map { $0.dropFirst(indent) }.joined(separator: "\n")
    }

    private mutating func skipValue() {
        place += 2
        var depth = 1
        while depth > 0, place < source.count {
            if isAt("\"") {
                _ = literal()
                continue
            }
            if isAt("(") { depth += 1 }
            if isAt(")") { depth -= 1 }
            place += 1
        }
    }
}
