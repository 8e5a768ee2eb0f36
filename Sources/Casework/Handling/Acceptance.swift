public import Base
import Catalogue

/// Whether an application counts as accepted 受理: complete, and to be decided.
///
/// Source: the Administrative Licensing Law, article 32: what is missing is said once, at once or within five days; what is not
/// said by then, the application counts as accepted from the day on which it came in. Article 82: those are working days.
public struct Acceptance: Hashable, Sendable {
    public enum Standing: Hashable, Sendable {
        /// Not yet; by then it is said, or corrections are asked for.
        case due(StepDeadline)
        /// Its person has been asked for something.
        case waitsForPerson
        case accepted(on: CalendarDate, Ground)
    }

    /// What made it so.
    public enum Ground: String, Hashable, Sendable, CaseIterable {
        /// Everybody who looks at it first has said it.
        case said
        /// Those who look at it first found nothing missing, have what was, or said nothing beside another who asked.
        case complete
        /// Nobody said in time what is missing.
        case lapse
    }

    /// What one step has made of it.
    struct Word: Hashable, Sendable {
        let step: String
        /// When its clerk said that nothing is missing.
        var saidAt: Instant?
        /// When its person was asked for corrections.
        var askedAt: Instant?
        /// When they were there; nil while she is asked.
        var answeredAt: Instant?

        var isOpen: Bool { askedAt != nil && answeredAt == nil }
    }

    public let standing: Standing
    /// The steps that look at it first and can ask for nothing more.
    private let closed: Set<String>

    /// Since when; nil while it does not.
    public var day: CalendarDate? {
        guard case .accepted(let day, _) = standing else { return nil }
        return day
    }

    public var isAccepted: Bool { day != nil }

    /// Whether what was handed in is complete for a step: it has said so, has what it asked for, or its days are over.
    ///
    /// Who comes after others sees it for the first time when they have decided.
    public func isClosed(for step: CaseStep) -> Bool { closed.contains(step.key.step) }

    /// - Parameters:
    ///   - submitted: When the application came in.
    ///   - steps: All of the case's; those count that wait for no other, for they look at what was handed in.
    ///   - words: What its steps have made of it so far.
    ///   - days: Working days in which it is said what is missing.
    ///   - calendar: The official one; of a year without one no lapse is claimed.
    ///   - now: The present.
    init(
        submitted: Instant, steps: [CaseStep], words: [Word], days: Int, _ calendar: WorkingCalendar,
        at now: Instant
    ) {
        let first = steps.filter(\.after.isEmpty)
        let due = StepDeadline(days, from: submitted, calendar)
        let words = first.map { step in
            var word = words.first { $0.step == step.key.step } ?? Word(step: step.key.step)
            // What was asked for too late takes back nothing that the law has made so.
            if let asked = word.askedAt, asked > due.at, due.isFirm {
                (word.askedAt, word.answeredAt) = (nil, nil)
            }
            // Nor what was asked for after the word: a file that turned out infected.
            if let said = word.saidAt, let asked = word.askedAt, asked >= said {
                (word.askedAt, word.answeredAt) = (nil, nil)
            }
            return (step: step, word: word)
        }
        let isLate = now > due.at && due.isFirm
        let answered = words.compactMap(\.word.answeredAt).max()
        let complete = words.map { Self.complete($0.step, $0.word) }
        let last = complete.contains(nil) ? nil : complete.compactMap(\.self).max()
        // What was answered later than the days of those who said nothing ends them later.
        let lapse = max(due.at, answered ?? due.at)
        standing =
            if words.contains(where: \.word.isOpen) {
                .waitsForPerson
            } else if let last, last <= lapse || !due.isFirm {
                .accepted(
                    on: CalendarDate(inChinaAt: last),
                    words.allSatisfy { $0.word.saidAt != nil } ? .said : .complete)
            } else if isLate, let answered {
                .accepted(on: CalendarDate(inChinaAt: answered), .complete)
            } else if isLate {
                .accepted(on: CalendarDate(inChinaAt: submitted), .lapse)
            } else {
                .due(due)
            }
        let isAccepted = if case .accepted = standing { true } else { false }
        closed = Set(
            words.filter {
                isAccepted || isLate || $0.word.saidAt != nil || $0.word.answeredAt != nil
            }.map(\.step.key.step))
    }

    /// When a step had what it needs; nil as long as it may still ask.
    private static func complete(_ step: CaseStep, _ word: Word) -> Instant? {
        word.answeredAt ?? word.saidAt ?? (step.state == .approved ? step.decidedAt : nil)
    }
}
