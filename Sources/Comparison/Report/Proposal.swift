import Catalogue

/// What should become of an item that stands in one of two catalogues, or in both.
public enum Verdict: String, Sendable, CaseIterable {
    /// One item, one description, for both.
    case merge
    /// The portal does it; the station sends people there.
    case route
    /// The station keeps it, for those who only come there.
    case keep
    /// The station should have it and has not.
    case fill
}

/// A proposal with the reason for it: one sentence of the words, with its values.
public struct Proposal: Hashable, Sendable {
    public enum Reason: String, Sendable, CaseIterable {
        /// A person said so.
        case decided
        case sameInAll = "same-in-all"
        case textsDiffer = "texts-differ"
        case splitDiffers = "split-differs"
        /// Nearly nobody does it here.
        case doneThere = "done-there"
        /// Many do it here.
        case doneHere = "done-here"
        case onlyHere = "only-here"
        case organisations
        case forTerminals = "for-terminals"
        case manyAsk = "many-ask"
        case fewAsk = "few-ask"
        /// The portal does not say how many ask.
        case notSaid = "not-said"
    }

    public let verdict: Verdict
    public let reason: Reason
    public let values: [String: String]

    /// A year in which so many ask for it there is a gap here.
    static let manyUses = 5_000
    /// Below so many cases here nothing can be told from their number.
    static let casesMin = 100
    /// **Range:** shares of all who do it on either channel.
    static let (fewHere, manyHere) = (0.002, 0.2)

    init(_ verdict: Verdict, _ reason: Reason, _ values: [String: String] = [:]) {
        self.verdict = verdict
        self.reason = reason
        self.values = values
    }

    /// For an item of theirs that nothing here covers.
    static func onlyThere(_ item: PortalItem) -> Proposal {
        if item.isForOrganisations { return Proposal(.route, .organisations) }
        if item.isForTerminals { return Proposal(.fill, .forTerminals) }
        guard let uses = item.uses else { return Proposal(.route, .notSaid) }
        return uses >= manyUses
            ? Proposal(.fill, .manyAsk, ["count": "\(uses)"])
            : Proposal(.route, .fewAsk, ["count": "\(uses)"])
    }

    /// For what stands in both; uses are a year's, `casesHere` those of all services together.
    static func both(
        isSplit: Bool, pairs: [FacetPair], usesThere: Int?, usesHere: Int, casesHere: Int
    ) -> Proposal {
        if let usesThere, casesHere >= casesMin, usesThere + usesHere > 0 {
            let share = Double(usesHere) / Double(usesThere + usesHere)
            let values = ["here": "\(usesHere)", "there": "\(usesThere)"]
            if share >= manyHere { return Proposal(.keep, .doneHere, values) }
            if share < fewHere, usesThere >= manyUses { return Proposal(.route, .doneThere, values) }
        }
        if isSplit { return Proposal(.merge, .splitDiffers) }
        let differing = pairs.filter { [.law, .inputs, .result].contains($0.facet) && $0.state == .differs }
        return differing.isEmpty ? Proposal(.merge, .sameInAll) : Proposal(.merge, .textsDiffer)
    }
}
