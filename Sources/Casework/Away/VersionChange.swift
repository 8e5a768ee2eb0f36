import Base
public import Catalogue

/// What a newer version of a service asks that a form begun under a former one did not, where the former is lost.
///
/// As long as the house knows the version a form was begun under, the form goes on under it and nothing changes.
public struct VersionChange: Sendable {
    public let from: Int
    public let to: Int
    /// Answers to questions that are asked no more, as they were kept.
    public let dropped: [String]
    /// Questions whose kept answer is not taken any more.
    public let again: [Question]
    /// Questions on the way that have no answer yet.
    public let open: [Question]

    init?(_ file: CaseFile, _ item: ServiceItem, route: [Question], on today: CalendarDate) {
        guard file.state == .open, file.serviceVersion != item.version else { return nil }
        from = file.serviceVersion
        to = item.version
        dropped = file.answers.keys.sorted().filter { !Self.belongs($0, item) }.compactMap {
            file.answers[$0]
        }
        again = route.filter { question in
            file.answers[question.id].map { question.again($0, on: today) == nil } ?? false
        }
        open = route.filter { $0.isRequired && file.answers[$0.id] == nil }
    }

    /// Whether an answer is of a question of the service, or of its appointment.
    static func belongs(_ id: String, _ item: ServiceItem) -> Bool {
        item.question(id) != nil || id == CaseBooking.answer
    }
}
