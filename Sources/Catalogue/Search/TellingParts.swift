import Foundation

/// What a sentence and a service have in common where no name comes near: pairs of neighbouring characters and beginnings
/// of words, which tell the more the fewer services have them.
struct TellingParts: Sendable {
    /// What tells less says nothing: a pair that every tenth service has.
    private static let weightMin = 3.0
    /// Of the best, what others must have to be shown beside it.
    private static let shareMin = 0.6
    /// **Unit:** letters that the forms of one word have in common.
    private static let stem = 4

    private let services: [(id: ServiceID, parts: Set<String>)]
    private let weights: [String: Double]

    init(_ services: [(id: ServiceID, texts: [String])]) {
        self.services = services.map { ($0.id, Set($0.texts.flatMap { Self.parts(of: $0) })) }
        var counts: [String: Int] = [:]
        for service in self.services { for part in service.parts { counts[part, default: 0] += 1 } }
        let all = Double(services.count)
        weights = counts.mapValues { log(1 + all / Double(1 + $0)) }
    }

    /// The nearest first; nothing where nothing tells.
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

    /// Of the words with which people ask for anything at all.
    private static let idle = parts(
        of: """
            about after again all also any and are been before being but can could did does each few for from
            get getting had has have her here him his how its just like many more most much must need not now
            our please she should some than that the their then there these they those this too very want was
            what when where which while who why will with would you your
            什么 什么时候 怎么办 哪里 在哪 所在 去哪 哪个 哪些 有什么 有没有 是不是 不是 为什么 可以 能不能 一下 一个 这个
            我们 需要 告诉 已经 按怎 佇佗位 啥人 啥物 有啥
            """)
}
