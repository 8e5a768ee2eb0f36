/// A language a person can choose on the first screen; kept in the session and written to the case.
public enum Language: String, Sendable, CaseIterable, Codable {
    case mandarin = "zh-Hans"
    case english = "en"
    /// Minnan (Hokkien) in traditional characters; for Xiamen mainly a spoken language.
    case minnan = "nan-Hant"

    /// The language's own name for itself.
    public var ownName: String {
        switch self {
        case .mandarin: "普通话"
        case .english: "English"
        case .minnan: "閩南語"
        }
    }
}
