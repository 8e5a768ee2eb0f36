public import Base

/// An ordinary person's journey through a service, `fixtures/ordinary.yml`: what its writer says she answers and how it ends.
public struct ServiceFixture: Hashable, Sendable {
    public enum End: String, Sendable, CaseIterable {
        case paper
        /// A department decides.
        case decision
        case notEligible = "not-eligible"
    }

    /// One of the sandbox's citizens.
    public let person: String
    /// By question; days may be written `today+3`.
    public let answers: [String: String]
    public let ends: End
    /// By question, what she types first and is refused.
    public var refused: [String: String] = [:]

    /// The answer as she would type it on a day; nil where she is not asked.
    public func answer(_ question: String, on today: CalendarDate) -> String? {
        answers[question].map { Self.typed($0, on: today) }
    }

    static func typed(_ answer: String, on today: CalendarDate) -> String {
        guard answer.hasPrefix("today"),
            let days = answer == "today" ? 0 : Int(answer.dropFirst("today".count)), days.magnitude <= 40_000
        else { return answer }
        return CalendarDate(daysSince1970: today.daysSince1970 + days).description
    }
}
