public import Base

/// What one may do at the desk, and in which role: the whole table of rights.
public enum StaffRight: String, Sendable, CaseIterable {
    /// Numbers, stations and alarms, without a word about any person.
    case readNumbers
    /// Who works here, with which roles.
    case readPeople
    /// Ask somebody new in, by a one-time code.
    case invitePeople
    /// Shut somebody out, everywhere at once.
    case endPeople
    /// Ask that somebody gets other roles; another person decides.
    case requestRoles
    /// Ask that an officer's place is filled that was held before; another officer decides.
    case requestSeats
    /// Stop what the console began: another device for somebody, or somebody for an officer's place.
    case refuseRecoveries
    /// What the console began, and what became of it; everybody sees what is about herself.
    case readRecoveries
    /// Ask for the code that admits a terminal; another person decides.
    case requestTerminals
    /// Ask for a code with which the console changes keys or the seal, or works at a request; another person decides.
    case requestKeys
    /// For how long data are kept.
    case readPeriods
    /// Ask that a new file of periods is in force; another person decides.
    case requestPeriods
    /// What waits for a second person, and what became of it.
    case readApprovals
    /// Say yes or no as the second person, for the kinds that ``ApprovalKind/deciders`` names.
    case decideApprovals
    /// Say once which citizen one is, for all that is kept from those whom it is about.
    case sayOwnNumber
    /// As much of a case as the desk may see, while the case is open or the glass is broken.
    case lookAtCases
    /// The lists of one's department's queue, without a word about any person.
    case readWork
    /// Claim cases of one's queue, see them whole, and decide them.
    case workCases
    /// Put back into the queue what somebody has claimed and left lying.
    case returnWork
    /// Send to another office what one's own has to leave to it: a clerk what she has claimed, anybody of the office what nobody
    /// of it may decide.
    case referWork
    /// Take lists of open cases out of the house; long ones are another person's decision.
    case exportCases
    /// Look without an open case for a while, and answer for it.
    case breakGlass
    /// Who broke the glass; those who cannot review see their own.
    case readBreakGlass
    case reviewBreakGlass
    /// What the rules of conduct ask about.
    case readAlerts
    case seeAlerts
    /// Say where somebody at work lives, of which the rules of conduct keep a blind index.
    case keepAddresses
    /// Ask that every look at a person is asked about; another person decides.
    case requestWatch
    /// What persons ask about their data, and the answers to it.
    case workRequests
    /// Which looks are told to their persons later.
    case readDelays
    /// Ask that a look is told later; two other people decide.
    case requestDelays
    /// Let a look be told before its day.
    case releaseDelays
    /// Who helps at the terminals, and how much.
    case readVolunteers
    /// Ask that somebody may help, which another person decides; end one, at once.
    case keepVolunteers
    /// Another portal's catalogue beside ours.
    case readComparison
    /// Say what becomes of an item that stands in one catalogue or in both.
    case decideComparison

    /// Write a department's services, and ask that a version is published; another person decides.
    case editServices
    /// Take a published version back, so that the one before it is offered again.
    case withdrawServices
    /// Ask that a paper of one's department loses its validity; another person decides.
    case revokePapers

    /// All that somebody of another city's office may: what lies in her office's queue, and nothing of this city.
    static let ofOtherCities: Set<StaffRight> = [
        .sayOwnNumber, .lookAtCases, .readWork, .workCases, .returnWork, .referWork,
    ]

    public var roles: Set<StaffRole> {
        switch self {
        case .readNumbers, .readApprovals: Set(StaffRole.allCases)
        case .readPeople: StaffRole.officers
        case .invitePeople, .endPeople, .requestRoles: [.security]
        case .requestSeats: ApprovalKind.seat.requesters
        case .refuseRecoveries: [.system, .security, .supervisor]
        case .readRecoveries: StaffRole.officers.union([.supervisor])
        case .requestTerminals: [.technician, .operator]
        case .requestKeys:
            [.sealEnrolment, .publication, .consoleRequest].reduce(into: []) { (all, kind: ApprovalKind) in
                all.formUnion(kind.requesters)
            }
        case .readPeriods: StaffRole.officers.union([.privacy])
        case .requestPeriods: ApprovalKind.retention.requesters
        case .sayOwnNumber:
            [.workCases, .decideApprovals, .lookAtCases, .readAlerts].reduce(into: []) {
                (all, right: StaffRight) in all.formUnion(right.roles)
            }
        case .lookAtCases, .breakGlass, .readWork, .referWork: [.clerk, .supervisor]
        case .workCases: [.clerk]
        case .returnWork: [.supervisor]
        case .exportCases: ApprovalKind.export.requesters
        case .readBreakGlass: [.clerk, .supervisor, .security, .audit]
        case .reviewBreakGlass: [.supervisor, .security]
        case .readAlerts: [.security, .audit]
        case .seeAlerts, .keepAddresses: [.security]
        case .requestWatch: ApprovalKind.watch.requesters
        case .workRequests: [.privacy]
        case .readDelays: [.supervisor, .security, .privacy, .audit]
        case .requestDelays: ApprovalKind.looksDelay.requesters
        case .releaseDelays: [.supervisor, .security, .privacy]
        case .readVolunteers: [.operator, .supervisor, .security, .audit]
        case .keepVolunteers: ApprovalKind.volunteer.requesters
        case .readComparison: [.operator, .supervisor, .audit]
        case .editServices: ApprovalKind.publication.requesters
        case .withdrawServices: ApprovalKind.publication.deciders
        case .decideComparison: ApprovalKind.publication.deciders
        case .revokePapers: ApprovalKind.paperRevocation.requesters
        case .decideApprovals: ApprovalKind.allCases.reduce(into: []) { $0.formUnion($1.deciders) }
        }
    }
}

/// Where an act would take effect.
public struct StaffScope: Hashable, Sendable {
    /// The department's code; nil when it is no department's.
    public let department: String?
    public let region: DivisionCode?

    public init(department: String? = nil, region: DivisionCode? = nil) {
        self.department = department
        self.region = region
    }

    public static let everywhere = StaffScope()

    /// Whether what happens in a division happens here.
    public func holds(_ division: DivisionCode) -> Bool { region?.holds(division) ?? true }
}

extension DivisionCode {
    /// Whether another division is this one or lies within it: `350200` holds `350203`, `350203` does not hold `350205`.
    func holds(_ other: DivisionCode) -> Bool {
        var own = rawValue
        while own.count > 2, own.hasSuffix("00") { own.removeLast(2) }
        return other.rawValue.hasPrefix(own)
    }
}
