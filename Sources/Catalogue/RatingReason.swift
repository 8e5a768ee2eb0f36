import Base

/// What a rating 好差评 may be about; a service names those it asks for, and may ask for what only it can be asked.
public struct RatingReason: Hashable, Sendable {
    /// The standard's own, for on-site service.
    ///
    /// Source: GB/T 39735-2020 as summarised in public guides; the list is not verified against the standard.
    public enum Indicator: String, Sendable, CaseIterable {
        case efficiency
        case guidance
        case convenience
        case machine
        case attitude
    }

    /// More would not fit above the five faces.
    static let countMax = 8

    /// What is asked where a service says nothing: the standard's own.
    public static let standard = Indicator.allCases.map(RatingReason.init)

    /// An indicator's word or the service's own, kept with the rating and counted by.
    public let id: String
    /// What the service calls its own; nil for an indicator, which every service calls alike.
    public let label: LocalText?

    init(_ indicator: Indicator) {
        id = indicator.rawValue
        label = nil
    }

    /// Reads an indicator's word, or `{id, label}` of the service's own; nil where it is neither.
    init?(_ value: YAMLValue) {
        guard !value.isText else {
            guard let indicator: Indicator = value.knownWord() else { return nil }
            self = RatingReason(indicator)
            return
        }
        let map = value.mapping(["id", "label"])
        id = map["id"].text(max: 30)
        label = map["label"].localText(max: 12)
        if !id.isEmpty, !ServiceID.isSlug(id) {
            map["id"].refuse("A name here is made of a-z, 0-9 and hyphens", "Write it like came-in-time")
        }
        if Indicator(rawValue: id) != nil {
            map["id"].refuse("The standard itself asks for \(id)", "Write the word alone, or rename yours")
        }
    }
}
