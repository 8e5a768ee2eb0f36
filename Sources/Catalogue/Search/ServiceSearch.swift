import Base

/// Finds services by how people ask for them: in characters old or new, in Pinyin or its first letters, in English, in whole
/// sentences, and with a slip of the hand; events in life among them.
public struct ServiceSearch: Sendable {
    /// **Range:** services that are shown of what is found.
    public static let resultsMax = 24
    static let queryMax = 60
    /// What comes less near is not shown.
    static let nearnessMin = 0.34

    private struct Entry: Sendable {
        let id: ServiceID
        let spellings: [(spelling: Spelling, weight: Double)]

        func nearness(to query: Spelling) -> Double {
            spellings.map { $0.spelling.nearness(to: query) * $0.weight }.max() ?? 0
        }
    }

    /// What somebody asks for: as a name, and as a sentence.
    private struct Wish {
        let whole: Spelling
        let words: [Spelling]

        init(_ text: String) {
            whole = Spelling(text)
            words = ServiceSearch.words(text).map(Spelling.init)
        }

        /// A sentence is as near as its words are, and a little less than what was meant as a name.
        func nearness(of entry: Entry) -> Double {
            let said = words.map { entry.nearness(to: $0) }.reduce(0, +) / Double(max(words.count, 1))
            return max(entry.nearness(to: whole), 0.95 * said)
        }
    }

    private let entries: [Entry]
    private let parts: TellingParts

    /// Spelling two hundred services takes a tenth of a second: made when it is first wanted.
    public init(_ catalogue: Catalogue) {
        let items = catalogue.items.filter(\.selfService) + catalogue.bundles.map(\.item)
        parts = TellingParts(
            items.map { item in
                (item.id, Language.allCases.flatMap { [item.name[$0], item.summary[$0]] } + item.searchWords)
            })
        entries = items.map { item in
            let department = catalogue.department(item.department)
            let names = Language.allCases.map { (item.name[$0], 1.0) }
            let words = item.searchWords.map { ($0, 0.97) }
            let english = item.name[.english].split(separator: " ").filter { $0.count > 3 }.map {
                (String($0), 0.7)
            }
            let rest = [(item.summary[.mandarin], 0.8), (department?.name[.mandarin] ?? "", 0.6)]
            return Entry(
                id: item.id, spellings: (names + words + english + rest).map { (Spelling($0.0), $0.1) })
        }
    }

    /// - Parameter query: as it was typed or said.
    /// - Returns: The nearest first, one more than are shown where there are more; nothing for an empty query.
    public func find(_ query: String) -> [ServiceID] {
        let typed = String(query.prefix(Self.queryMax))
        // Word by word, so that English keeps its words beside what is said otherwise.
        let folded = typed.split(separator: " ").map { FoldedText.of(String($0)) }.joined(separator: " ")
        let meant = Synonyms.meant(by: folded)
        let wishes = [typed, meant].compactMap(\.self).map(Wish.init)
        guard wishes.contains(where: { !$0.whole.plain.isEmpty }) else { return [] }
        let found = entries.compactMap { entry -> (id: ServiceID, nearness: Double)? in
            let nearness = wishes.map { $0.nearness(of: entry) }.max() ?? 0
            return nearness >= Self.nearnessMin ? (entry.id, nearness) : nil
        }
        guard !found.isEmpty else { return Array(parts.find(meant ?? typed).prefix(Self.resultsMax + 1)) }
        return found.sorted { ($1.nearness, $0.id) < ($0.nearness, $1.id) }.prefix(Self.resultsMax + 1)
            .map(\.id)
    }

    /// What a sentence is about, without the words with which people ask; nothing where nobody asks in a sentence.
    private static func words(_ query: String) -> [String] {
        let folded = FoldedText.of(query)
        if folded.utf8.allSatisfy({ $0 < 128 }) {
            let words = query.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
            let telling = words.filter { !AskingWords.english.contains($0) }
            return words.count > 1 ? telling : []
        }
        let left = AskingWords.chinese.reduce(folded) { $0.replacing($1, with: "") }
        return left == folded || left.isEmpty ? [] : [left]
    }
}
