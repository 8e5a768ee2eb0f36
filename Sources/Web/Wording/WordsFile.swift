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
        // By bytes: the words of a city are a megabyte, and every program reads them before it answers.
        let written = data.split(separator: UInt8(ascii: "\n")).compactMap { line -> Data? in
            let line = line.drop { $0 == UInt8(ascii: " ") }
            guard line.first == UInt8(ascii: "\"") else { return nil }
            return line.dropFirst().prefix { $0 != UInt8(ascii: "\"") }
        }
        guard written.count == keys.count else { throw .unreadable(file: file) }
        for (earlier, later) in zip(written, written.dropFirst())
        where !earlier.lexicographicallyPrecedes(later) {
            throw .unsorted(file: file, key: String(decoding: later, as: UTF8.self))
        }
    }
}
