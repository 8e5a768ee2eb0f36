/// What a rating is about, in the indicators of on-site service.
///
/// Source: GB/T 39735-2020 as summarised in public guides; the list is not verified against the standard.
public enum RatingTag: String, Sendable, CaseIterable {
    case efficiency
    case guidance
    case convenience
    case machine
    case attitude
}
