import Catalogue

/// What the text says of two catalogues, as far as no person has said otherwise.
struct SettledMatches {
    private struct Pair: Hashable {
        let there: String
        let here: ServiceID
    }

    private(set) var matches: [Match] = []
    private let decided: [Pair: MatchDecision]
    private let alone: [String: MatchDecision]
    private let aloneHere: [ServiceID: MatchDecision]

    /// - Parameters:
    ///   - found: What was found by codes and text.
    ///   - decisions: The last about each subject, in the order in which they were made.
    init(_ found: [Match], _ decisions: [MatchDecision]) {
        var decided: [Pair: MatchDecision] = [:]
        var alone: [String: MatchDecision] = [:]
        var aloneHere: [ServiceID: MatchDecision] = [:]
        for decision in decisions {
            switch (decision.there, decision.here) {
            case (let there?, let here?):
                decided[Pair(there: there, here: here)] = decision
                if decision.joins {
                    // A later word for a pair takes back an earlier one against either half.
                    alone[there] = nil
                    aloneHere[here] = nil
                } else {
                    alone[there] = alone[there] ?? decision
                }
            case (let there?, nil):
                alone[there] = decision
                for pair in decided.keys where pair.there == there { decided[pair] = nil }
            case (nil, let here?):
                aloneHere[here] = decision
                for pair in decided.keys where pair.here == here { decided[pair] = nil }
            case (nil, nil): break
            }
        }
        self.decided = decided
        self.alone = alone
        self.aloneHere = aloneHere
        matches = Self.settle(found, decided, alone, aloneHere)
    }

    private static func settle(
        _ found: [Match], _ decided: [Pair: MatchDecision], _ alone: [String: MatchDecision],
        _ aloneHere: [ServiceID: MatchDecision]
    ) -> [Match] {
        let joined = decided.filter { $0.value.joins }.keys
        let suggested = Set(found.map { Pair(there: $0.there, here: $0.here) })
        // Who says something that was not found corrects it; who says yes to one of several leaves the others open.
        let corrected = Set(joined.filter { !suggested.contains($0) }.map(\.there))
        let open = found.filter { match in
            let pair = Pair(there: match.there, here: match.here)
            return decided[pair] == nil && alone[match.there].map { $0.here != nil } != false
                && aloneHere[match.here] == nil && !corrected.contains(match.there)
        }
        return open
            + joined.map { Match(there: $0.there, here: $0.here, basis: .decision, confidence: 1) }
            .sorted { ($0.there, $0.here) < ($1.there, $1.here) }
    }

    func decision(about match: Match) -> MatchDecision? {
        decided[Pair(there: match.there, here: match.here)].flatMap { $0.joins ? $0 : nil }
    }

    func decision(aboutAlone there: String) -> MatchDecision? { alone[there] }
    func decision(aboutAlone here: ServiceID) -> MatchDecision? { aloneHere[here] }
}
