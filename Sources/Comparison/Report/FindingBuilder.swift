import Catalogue

/// Joins matches to findings: whatever hangs together is one.
struct FindingBuilder {
    let portal: PortalCatalogue
    let catalogue: Catalogue
    let settled: SettledMatches
    let uses: [ServiceID: Int]
    let text: ChineseText

    private typealias Group = (there: Set<String>, here: Set<ServiceID>, matches: [Match])

    func findings() -> [Finding] {
        let items = Dictionary(uniqueKeysWithValues: portal.items.map { ($0.code, $0) })
        let groups = groups()
        let together = groups.map { group in
            joined(group, items: group.there.sorted().compactMap { items[$0] })
        }
        let pairedThere = groups.reduce(into: Set<String>()) { $0.formUnion($1.there) }
        let pairedHere = groups.reduce(into: Set<ServiceID>()) { $0.formUnion($1.here) }
        let there = portal.items.filter { !pairedThere.contains($0.code) }.map(onlyThere)
        let here = catalogue.items.filter { !pairedHere.contains($0.id) }.map(onlyHere)
        let order = Finding.Relation.allCases
        func place(_ finding: Finding) -> Int { order.firstIndex(of: finding.relation) ?? order.count }
        return (together + there + here).sorted { (place($0), $0.key) < (place($1), $1.key) }
    }

    /// Items and services that are tied to each other by matches.
    private func groups() -> [Group] {
        var groups: [Group] = []
        for match in settled.matches {
            var joined: Group = ([match.there], [match.here], [match])
            groups.removeAll { group in
                guard group.there.contains(match.there) || group.here.contains(match.here) else {
                    return false
                }
                joined = (
                    joined.there.union(group.there), joined.here.union(group.here),
                    group.matches + joined.matches
                )
                return true
            }
            groups.append(joined)
        }
        return groups
    }

    private func joined(_ group: Group, items: [PortalItem]) -> Finding {
        let services = group.here.sorted().compactMap { catalogue[$0] }
        let pairs = group.matches.compactMap { pair($0, items) }
        // Where the portal is silent about one of them, their sum is nobody's.
        let said = items.compactMap(\.uses)
        let usesThere = said.count == items.count && !said.isEmpty ? said.reduce(0, +) : nil
        let usesHere = services.reduce(0) { $0 + (uses[$1.id] ?? 0) }
        let isSplit = items.count + services.count > 2
        let decisions = pairs.compactMap(\.decision)
        let proposal =
            decisions.count == pairs.count
            ? decisions.max { $0.at < $1.at }.map(Self.decided) : nil
        return Finding(
            relation: !isSplit ? .same : items.count == 1 ? .splitHere : .splitThere, there: items,
            here: services, pairs: pairs, decision: nil, changes: [],
            usesThere: usesThere, usesHere: usesHere,
            proposal: proposal
                ?? .both(
                    isSplit: isSplit, pairs: pairs.flatMap(\.facets),
                    usesThere: usesThere, usesHere: usesHere,
                    casesHere: uses.values.reduce(0, +)))
    }

    private func pair(_ match: Match, _ items: [PortalItem]) -> Finding.Pair? {
        guard let item = items.first(where: { $0.code == match.there }), let service = catalogue[match.here]
        else { return nil }
        let (there, here) = (ItemFacets(item), ItemFacets(service))
        let decision = settled.decision(about: match)
        let changes =
            (decision?.printsThere).map { there.changes(since: $0) } ?? []
            + ((decision?.printsHere).map { here.changes(since: $0) } ?? [])
        return Finding.Pair(
            match: match, facets: there.pairs(here, text), decision: decision,
            changes: Facet.allCases.filter(changes.contains))
    }

    private func onlyThere(_ item: PortalItem) -> Finding {
        let decision = settled.decision(aboutAlone: item.code)
        return Finding(
            relation: .onlyThere, there: [item], here: [], pairs: [], decision: decision,
            changes: (decision?.printsThere).map { ItemFacets(item).changes(since: $0) } ?? [],
            usesThere: item.uses, usesHere: 0,
            proposal: decision.map(Self.decided) ?? .onlyThere(item))
    }

    private func onlyHere(_ service: ServiceItem) -> Finding {
        let decision = settled.decision(aboutAlone: service.id)
        return Finding(
            relation: .onlyHere, there: [], here: [service], pairs: [], decision: decision,
            changes: (decision?.printsHere).map { ItemFacets(service).changes(since: $0) } ?? [],
            usesThere: nil, usesHere: uses[service.id] ?? 0,
            proposal: decision.map(Self.decided) ?? Proposal(.keep, .onlyHere))
    }

    private static func decided(_ decision: MatchDecision) -> Proposal {
        Proposal(decision.verdict, .decided, ["by": decision.by, "because": decision.reason])
    }
}
