public import Base

/// A place's name or address in every language.
public struct PlaceText: Hashable, Sendable {
    public let mandarin: String
    public let english: String
    public let minnan: String

    /// A language left out reads as Mandarin does, which is how the sign outside reads.
    public init(mandarin: String, english: String? = nil, minnan: String? = nil) {
        self.mandarin = mandarin
        self.english = english ?? mandarin
        self.minnan = minnan ?? mandarin
    }

    public subscript(_ language: Language) -> String {
        switch language {
        case .mandarin: mandarin
        case .english: english
        case .minnan: minnan
        }
    }
}
