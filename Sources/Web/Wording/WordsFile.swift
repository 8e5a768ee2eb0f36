public import Foundation

/// One `Words/<locale>.json`, read with its keys in the order of the file.
public struct WordsFile: Sendable {
    public let entries: [String: String]

    /// **Errors:** ``WordsProblem`` when the file is missing, not a flat object of texts, or not sorted.
    public init(contentsOf url: URL) throws {
        guard let data = try? Data(contentsOf: url),
            let entries = try? JSONDecoder().decode([String: String].self, from: data)
        else { throw WordsProblem.unreadable(file: url.path) }
        self.entries = entries
        try Self.checkOrder(of: data, keys: entries.keys, file: url.path)
    }

    /// A key stands at the start of its line, so the order of lines is the order of keys.
    private static func checkOrder(
        of data: Data, keys: some Collection<String>, file: String
    ) throws(WordsProblem) {
        let written = String(decoding: data, as: UTF8.self).split(separator: "\n")
            .compactMap { line -> String? in
                let line = line.drop { $0 == " " }
                guard line.first == "\"" else { return nil }
                return line.dropFirst().split(separator: "\"", maxSplits: 1).first.map(String.init)
            }
        guard written.count == keys.count else { throw .unreadable(file: file) }
        for (earlier, later) in zip(written, written.dropFirst())
        where !earlier.utf8.lexicographicallyPrecedes(later.utf8) {
            throw .unsorted(file: file, key: later)
        }
    }
}
