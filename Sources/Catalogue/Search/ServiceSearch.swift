import Base

/// Finds services by how people ask for them: in characters old or new, in Pinyin or its first letters, in English, in whole
/// sentences, and with a slip of the hand; events in life among them.
public struct ServiceSearch: Sendable {
    public static let resultsMax = 24
    static let queryMax = 60
    /// What comes less near is not shown.
    static let nearnessMin = 0.34

    private struct Entry: Sendable {
        let id: ServiceID
        let spellings: [(spelling: Spelling, weight: Double)]
    }

    private let entries: [Entry]

    /// Spelling two hundred services takes a tenth of a second: made when it is first wanted.
    public init(_ catalogue: Catalogue) {
        entries = (catalogue.items.filter(\.selfService) + catalogue.bundles.map(\.item)).map { item in
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
    /// - Returns: The nearest first; nothing for an empty query.
    public func find(_ query: String) -> [ServiceID] {
        let query = Spelling(String(query.prefix(Self.queryMax)))
        guard !query.plain.isEmpty else { return [] }
        let found = entries.compactMap { entry -> (id: ServiceID, nearness: Double)? in
            let nearness = entry.spellings.map { $0.spelling.nearness(to: query) * $0.weight }.max() ?? 0
            return nearness >= Self.nearnessMin ? (entry.id, nearness) : nil
        }
        return found.sorted { ($1.nearness, $0.id) < ($0.nearness, $1.id) }.prefix(Self.resultsMax).map(\.id)
    }
}
