public import Base

/// A text in every language a person can choose; none may be missing.
public struct LocalText: Hashable, Sendable {
    private let mandarin: String
    private let english: String
    private let minnan: String

    public init(mandarin: String, english: String, minnan: String) {
        self.mandarin = mandarin
        self.english = english
        self.minnan = minnan
    }

    public subscript(_ language: Language) -> String {
        switch language {
        case .mandarin: mandarin
        case .english: english
        case .minnan: minnan
        }
    }
}
