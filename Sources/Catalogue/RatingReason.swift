/// What a rating 好差评 may be about, in the indicators of on-site service; a service names those it asks for.
///
/// Source: GB/T 39735-2020 as summarised in public guides; the list is not verified against the standard.
public enum RatingReason: String, Sendable, CaseIterable {
    case efficiency
    case guidance
    case convenience
    case machine
    case attitude

    /// What is asked where a service says nothing: the standard's own.
    public static let standard = allCases
}
