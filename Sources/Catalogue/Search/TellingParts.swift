/// What a sentence and a service have in common where no name comes near: pairs of neighbouring characters and beginnings
/// of words, which tell the more the fewer services have them.
struct TellingParts: Sendable {
    /// What tells less says nothing: a pair that every tenth service has.
    private static let weightMin = 3.0
    /// Of the best, what others must have to be shown beside it.
    private static let shareMin = 0.6
    /// **Unit:** letters that the forms of one word have in common.
    private static let stem = 5

    private let services: [(id: ServiceID, parts: Set<String>)]
    private let weights: [String: Double]

    init(_ services: [(id: ServiceID, texts: [String])]) {
        self.services = services.map { ($0.id, Set($0.texts.flatMap { Self.parts(of: $0) })) }
        var counts: [String: Int] = [:]
        for service in self.services { for part in service.parts { counts[part, default: 0] += 1 } }
        let all = Double(services.count)
        weights = counts.mapValues { GramWeights.weight(of: $0, among: all) }
    }

    /// The services of what is asked for in a sentence.
    ///
    /// - Returns: The nearest first; nothing where nothing tells.
    func find(_ text: String) -> [ServiceID] {
        let asked = Self.parts(of: text).subtracting(Self.idle)
        let found = services.compactMap { service -> (id: ServiceID, weight: Double)? in
            let weight = asked.intersection(service.parts).reduce(0) { $0 + (weights[$1] ?? 0) }
            return weight >= Self.weightMin ? (service.id, weight) : nil
        }
        let best = found.map(\.weight).max() ?? 0
        return found.filter { $0.weight >= Self.shareMin * best }
            .sorted { ($1.weight, $0.id) < ($0.weight, $1.id) }.map(\.id)
    }

    private static func parts(of text: String) -> Set<String> {
        var parts: Set<String> = []
        for word in text.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
            if word.utf8.allSatisfy({ $0 < 128 }) {
                if word.count > 2 { parts.insert(String(word.prefix(stem))) }
            } else {
                // The little word between two others parts no pair.
                let characters = FoldedText.of(String(word)).filter { $0 != "的" }
                parts.formUnion(zip(characters, characters.dropFirst()).map { "\($0)\($1)" })
            }
        }
        return parts
    }

    private static let idle = parts(of: (AskingWords.chinese + AskingWords.english).joined(separator: " "))
}
