public import Base
public import Storage

/// As much of a case as the desk may see: never an answer, never a register's value, never a number.
public struct CaseGlimpse: Hashable, Sendable {
    public let number: String
    /// The service's id, such as `police/temporary-identity-proof`.
    public let service: String
    /// The department's code.
    public let department: String
    /// Where it was handed in; nil for at home.
    public let region: DivisionCode?
    public let state: String
    /// Those that have to do with it: where it was handed in, and of each step the one that decides it.
    public let offices: Set<CaseOffice>
    /// Whether anybody still has work with it.
    public let isOpen: Bool
    /// Whether it has come to a paper.
    public let hasPaper: Bool
    /// Whether it has booked a visit that was not given back.
    public let hasVisit: Bool
    /// Whose case it is.
    public let citizen: Token
    public let holder: PersonName
    /// Under which she finds the look again; 32 bytes.
    public let commitment: [UInt8]
    public let openedAt: Instant
    /// The holder in the blind index of ``WatchedPerson``; nil where nobody is watched.
    public let person: [UInt8]?
    /// Where the holder lives, in the blind index of ``StaffAddress``; nil when the case does not say.
    public let address: [UInt8]?

    public init(
        number: String, service: String, department: String, region: DivisionCode?,
        offices: Set<CaseOffice> = [], state: String, isOpen: Bool, hasPaper: Bool = false,
        hasVisit: Bool = false, citizen: Token, holder: PersonName,
        commitment: [UInt8], openedAt: Instant, person: [UInt8]? = nil,
        address: [UInt8]? = nil
    ) {
        self.number = number
        self.service = service
        self.department = department
        self.region = region
        // Without a step of its own a case is the business of its department where it was handed in.
        self.offices = offices.isEmpty ? [CaseOffice(department: department, division: region)] : offices
        self.state = state
        self.isOpen = isOpen
        self.hasPaper = hasPaper
        self.hasVisit = hasVisit
        self.citizen = citizen
        self.holder = holder
        self.commitment = commitment
        self.openedAt = openedAt
        self.person = person
        self.address = address
    }
}

/// An office of a department: a district's, or the whole city's.
public struct CaseOffice: Hashable, Sendable {
    public let department: String
    /// Nil for the whole city's, which no district's clerk serves.
    public let division: DivisionCode?

    public init(department: String, division: DivisionCode?) {
        self.department = department
        self.division = division
    }

    func isServed(by account: StaffAccount) -> Bool {
        guard account.department == nil || account.department == department else { return false }
        guard let division else { return account.region == nil }
        return account.region?.holds(division) ?? true
    }
}

/// Finds a case by its number, in the transaction of the look.
public typealias FindCase = @Sendable (_ number: String, _ db: any SQLConnection) throws -> CaseGlimpse?
