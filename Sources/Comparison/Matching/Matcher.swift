import Base
import Catalogue

/// Finds which items of two catalogues are the same: codes first, then likeness of names, words, body, act and result.
///
/// The figures were chosen on the half of the sample that is marked `tuned`; `egret catalogue compare --labelled` prints
/// what they reach on the other.
struct Matcher {
    /// From here on a likeness is a match.
    static let likenessMin = 0.43
    /// A second item for a service counts only when it is nearly as like it as the best one.
    static let rivalShare = 0.8
    /// A code is believed only where the rest does not speak against it.
    static let codeLikenessMin = (implementation: 0.12, basic: 0.2)
    /// Where a name lists several things, services of one object count from here on.
    static let siblingMin = 0.3
    static let siblingBehind = 0.1
    /// A service and an item that nothing else was found for need be no likelier than this.
    static let restMin = 0.3

    private let there: [PortalItem]
    private let here: [ServiceItem]
    private let looksThere: [LooksThere]
    private let looksHere: [LooksHere]
    /// How alike bodies are, by the name there and the index here.
    private let bodies: [String: [Double]]
    private let byImplementationCode: [String: Int]
    private let byBasicCode: [String: [Int]]

    init(_ portal: PortalCatalogue, _ catalogue: Catalogue, _ text: ChineseText) {
        let (there, here) = (portal.items, catalogue.items)
        let weights = GramWeights(
            names: (there.map(\.name) + here.map { $0.name[.mandarin] }).map(text.normal),
            actWords: ActWords.all)
        let own = here.map {
            DepartmentWords.words(catalogue.department($0.department)?.name[.mandarin] ?? "", text)
        }
        self.there = there
        self.here = here
        looksThere = there.map { LooksThere($0, text, weights) }
        looksHere = here.map { LooksHere($0, text, weights) }
        bodies = Dictionary(
            uniqueKeysWithValues: Set(there.map(\.department)).map { name in
                let words = DepartmentWords.words(name, text)
                return (name, own.map { DepartmentWords.likeness(words, $0) })
            })
        // The compiler sees to it that no two services bear one implementation code.
        byImplementationCode = Dictionary(
            here.indices.map { (here[$0].implementationCode, $0) }, uniquingKeysWith: { first, _ in first })
        byBasicCode = Dictionary(grouping: here.indices) { here[$0].basicCode }
    }

    /// With `useCodes` false: what the text alone tells.
    func matches(useCodes: Bool = true) -> (matches: [Match], doubts: [CodeInDoubt]) {
        let likeness = zip(there, looksThere).map { item, looks in
            zip(looksHere, bodies[item.department] ?? []).map { Self.likeness(looks, $0, bodies: $1) }
        }
        var best = [Double](repeating: 0, count: here.count)
        for row in likeness {
            for (index, value) in row.enumerated() { best[index] = max(best[index], value) }
        }
        var found: [Match] = []
        var doubts: [CodeInDoubt] = []
        for (index, item) in there.enumerated() {
            let row = likeness[index]
            var own: [(here: Int, basis: Match.Basis)] = []
            if useCodes {
                let coded = byCode(item, row)
                own = coded.found
                doubts += coded.doubts.map { CodeInDoubt(there: item.code, here: here[$0].id) }
            }
            if own.isEmpty, let top = row.indices.max(by: { row[$0] < row[$1] }),
                row[top] >= Self.likenessMin, row[top] >= Self.rivalShare * best[top]
            {
                own = [(top, .text)]
            }
            own += siblings(of: own, index, row)
            found += own.map { match in
                Match(
                    there: item.code, here: here[match.here].id, basis: match.basis,
                    confidence: Self.confidence(match.basis, row[match.here]))
            }
        }
        return (found + rest(likeness, besides: found), doubts)
    }

    /// Services that nothing was found for, each with the item that is likest it, when that one was found for nothing
    /// either, has no likelier service and does the very same.
    private func rest(_ likeness: [[Double]], besides found: [Match]) -> [Match] {
        let (takenThere, takenHere) = (Set(found.map(\.there)), Set(found.map(\.here)))
        let open = there.indices.filter { !takenThere.contains(there[$0].code) }
        return here.indices.filter { !takenHere.contains(here[$0].id) }.compactMap { service in
            let likest = open.max { likeness[$0][service] < likeness[$1][service] }
            guard let item = likest, likeness[item][service] >= Self.restMin,
                looksThere[item].acts.contains(here[service].act),
                likeness[item].allSatisfy({ $0 <= likeness[item][service] })
            else { return nil }
            return Match(
                there: there[item].code, here: here[service].id, basis: .text,
                confidence: Self.confidence(.text, likeness[item][service]))
        }
    }

    private func byCode(
        _ item: PortalItem, _ row: [Double]
    ) -> (found: [(here: Int, basis: Match.Basis)], doubts: [Int]) {
        if let same = byImplementationCode[item.code] {
            return row[same] >= Self.codeLikenessMin.implementation
                ? ([(same, .implementationCode)], []) : ([], [same])
        }
        let bearers = item.basicCode.flatMap { byBasicCode[$0] } ?? []
        guard let likest = bearers.max(by: { row[$0] < row[$1] }) else { return ([], []) }
        return row[likest] >= Self.codeLikenessMin.basic ? ([(likest, .basicCode)], []) : ([], [likest])
    }

    /// What else an item that lists several acts covers: services for the same object, each by an act of its own.
    private func siblings(
        of own: [(here: Int, basis: Match.Basis)], _ index: Int, _ row: [Double]
    ) -> [(here: Int, basis: Match.Basis)] {
        let looks = looksThere[index]
        guard let first = own.first, looks.acts.count > 1 else { return [] }
        var taken = Set(own.map { here[$0.here].act })
        var found: [(here: Int, basis: Match.Basis)] = []
        for other in row.indices.sorted(by: { row[$0] > row[$1] }).prefix(12) {
            let item = here[other]
            guard other != first.here, looks.acts.contains(item.act), !taken.contains(item.act) else {
                continue
            }
            let isSibling = item.object == here[first.here].object && row[other] >= Self.siblingMin
            let isAsLike =
                row[other] >= Self.likenessMin && row[other] >= row[first.here] - Self.siblingBehind
            guard isSibling || isAsLike else { continue }
            taken.insert(item.act)
            found.append((other, .text))
        }
        return found
    }

    /// **Range:** 0 to 1.
    static func likeness(_ there: LooksThere, _ here: LooksHere, bodies: Double) -> Double {
        var (name, all) = (0.0, 0.0)
        for (bag, trust) in there.names {
            for other in here.names { name = max(name, bag.likeness(other) * trust) }
            for other in here.searchWords { name = max(name, bag.likeness(other) * trust * 0.92) }
            all = max(all, bag.coverage(by: here.all) * trust)
        }
        guard name > 0 else { return 0 }
        let like =
            0.51 * name + 0.15 * all + 0.26 * bodies + 0.08 * there.result.coverage(by: here.result)
        let acts = there.acts.flatMap { act in here.acts.map { ActWords.nearness(act, $0) } }
        let act = acts.max() ?? 0.55
        let isOthers = there.isForOrganisations && !here.concernsOrganisations
        return like * (0.55 + 0.45 * act) * (isOthers ? 0.75 : 1)
    }

    private static func confidence(_ basis: Match.Basis, _ likeness: Double) -> Double {
        switch basis {
        case .decision: 1
        case .implementationCode: 0.99
        case .basicCode: 0.95
        case .text: min(0.94, max(0.3, 0.5 + (likeness - likenessMin) / (0.85 - likenessMin) * 0.44))
        }
    }
}
