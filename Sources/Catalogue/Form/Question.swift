public import Base

/// One question of a form: one thing per page.
public struct Question: Sendable {
    public struct Option: Hashable, Sendable {
        public let id: String
        public let label: LocalText
    }

    public enum Kind: Hashable, Sendable {
        case choice([Option])
        case yesNo
        /// One line of plain text. **Unit:** characters.
        case text(max: Int)
        /// Some lines of plain text. **Unit:** characters.
        case longText(max: Int)
        case date(from: DateBound, to: DateBound)
        case number(ClosedRange<Int>)
        /// **Unit:** fen.
        case money(ClosedRange<Int>)
        /// A mobile number of the mainland.
        case phone
        /// Somebody else: name and citizen number; never on paper with the whole number.
        case person
        /// Name and unified social credit code.
        case company
        /// The number of a bank card, with its check digit.
        case bankAccount
        /// A district of the city, or another place, and the rest of the address.
        case address
        /// Rows of cells, each typed into one field.
        case table(TableQuestion)
        /// What is sent from a phone.
        case files(FileQuestion)
        /// By hand, on the screen.
        case signature
    }

    /// Where an answer is taken from when a register knows it, so that nobody is asked.
    public struct Source: Hashable, Sendable {
        /// What happens when the register has nothing or cannot answer.
        public enum Otherwise: String, Sendable, CaseIterable {
            /// The person is asked.
            case ask
            /// The person is asked, and sends a picture of the paper that says it; a clerk compares the two.
            case paper
            /// The case waits for the register; one that answers and has nothing of her asks the person.
            case wait
        }

        /// `<department>/<register>`.
        public let resource: String
        public let field: String
        public let otherwise: Otherwise
    }

    /// Also the field's name in a form and in `answer.<id>` of a document.
    public let id: String
    public let kind: Kind
    public let label: LocalText
    public let hint: LocalText?
    /// Why we ask, shown with the question.
    public let why: LocalText
    public let isRequired: Bool
    /// Asked only where it holds; nil: always.
    public let when: Rule?
    public let source: Source?
    /// Whether the number at which whoever opens the case gets her codes stands in it from the beginning.
    public var isOwnPhone = false
    /// What must hold of the answer together with earlier ones, the registers and the person; each rule names the answer.
    public var must: [Requirement] = []
    /// The register's field beside which a clerk reads the answer; nil where no register knows of it.
    public var check: Comparison?
    /// Besides the districts what an address can be in: the cities whose offices decide here by where it lies.
    public internal(set) var cities: [PlaceName] = []
    /// The question just before, whose answer these files bear out; nil for whatever stands on its own.
    public var bearsOut: String?

    /// A field of a register that should say what the person says.
    public struct Comparison: Hashable, Sendable {
        public let resource: String
        public let field: String
    }

    /// The separator of two fields that make one answer.
    static let partsSeparator: Character = " "
}

/// An end of a range of days: a day, or so many days or months from the one on which the question is asked.
public enum DateBound: Hashable, Sendable {
    case day(CalendarDate)
    case fromToday(DayShift)

    public func day(on today: CalendarDate) -> CalendarDate {
        switch self {
        case .day(let day): day
        case .fromToday(let shift): shift.day(from: today) ?? today
        }
    }
}
