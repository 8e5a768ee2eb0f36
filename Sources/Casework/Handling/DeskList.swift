import Base
public import Catalogue

/// What a clerk wants to see of her queue, and from where on.
public struct DeskList: Hashable, Sendable {
    public enum Tab: String, Sendable, CaseIterable {
        /// Lies in the queue.
        case ready
        /// What she has claimed, and what waits for its person at her word.
        case mine
        /// Whoever has it, or nobody.
        case overdue
    }

    /// The last row of a page: the next one begins after it, whatever came or went before.
    public struct Cursor: Hashable, Comparable, Sendable {
        let due: Instant
        let number: String
        let step: String

        init(due: Instant, number: String = "", step: String = "") {
            self.due = due
            self.number = number
            self.step = step
        }

        init?(_ step: CaseStep) {
            guard let due = step.due else { return nil }
            self.init(due: due.at, number: step.key.number.rawValue, step: step.key.step)
        }

        /// As an address carries it: `<milliseconds>.<number>.<step>`.
        public init?(_ text: String) {
            let words = text.split(separator: ".").map(String.init)
            guard words.count == 3, words[2].utf8.count <= 60, let due = Int64(words[0]),
                CaseNumber(rawValue: words[1]) != nil
            else { return nil }
            self.init(due: Instant(milliseconds: due), number: words[1], step: words[2])
        }

        public static func < (one: Cursor, other: Cursor) -> Bool {
            (one.due, one.number, one.step) < (other.due, other.number, other.step)
        }

        public var text: String { "\(due.milliseconds).\(number).\(step)" }
    }

    public struct Page: Hashable, Sendable {
        /// The next due first.
        public let steps: [CaseStep]
        /// Nil on the last page.
        public let next: Cursor?
        /// Of those that have not said yet whether something is missing, by when they do.
        public let acceptBy: [CaseStep.Key: StepDeadline]

        /// The row of a place: the step itself, or the one that came up to where it was; nil beyond the last row.
        public func row(at place: Place) -> CaseStep? {
            steps.first { Cursor($0).map { $0 >= place.at } == true }
        }
    }

    /// Where a step is in a list, or was.
    public struct Place: Hashable, Sendable {
        let at: Cursor
        /// What comes after it, on this page or on the next.
        public let next: CaseStep?
    }

    public static let pageSize = 50
    /// More of one service are not counted where all services stand side by side.
    public static let serviceCountMax: Int64 = 100
    /// More are not counted: a queue of thousands is "very many".
    public static let countMax: Int64 = 1_000

    public var tab: Tab
    public var service: ServiceID?
    public var colour: StepDeadline.Colour?
    public var after: Cursor?

    public init(
        _ tab: Tab, service: ServiceID? = nil, colour: StepDeadline.Colour? = nil, after: Cursor? = nil
    ) {
        self.tab = tab
        self.service = service
        self.colour = colour
        self.after = after
    }

    /// The row before the first, and the last moment that still belongs here.
    func bounds(on scale: DeadlineScale) -> (from: Cursor, through: Instant) {
        let (now, soon) = (scale.now, scale.soonUntil)
        let (from, through): (Instant, Instant) =
            switch tab == .overdue ? .over : colour {
            case nil: (Self.begin, Self.end)
            // Due before now: this very millisecond is still in time.
            case .over: (Self.begin, now - .milliseconds(1))
            case .soon: (now, soon)
            case .inTime: (soon + .milliseconds(1), Self.end)
            }
        let first = Cursor(due: from)
        return (after.map { $0.due >= from ? $0 : first } ?? first, through)
    }

    private static let begin = Instant(milliseconds: 0)
    private static let end = Instant(milliseconds: .max / 2)
}
