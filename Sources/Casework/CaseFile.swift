public import Base
public import Catalogue
public import Exchange
import Stations

/// One person's application for one service, from opening to paper.
public struct CaseFile: Sendable {
    /// How old a register's word may be when a form is handed in; a form taken up later asks anew.
    public static let recordLife = Duration.seconds(24 * 3_600)
    /// How long the answers to a bundle's questions serve its services: no longer than anything unfinished is kept.
    public static let bundleLife = Duration.seconds(30 * 86_400)
    /// How long a paper that did not come out may be had without a new application.
    public static let paperLife = Duration.seconds(24 * 3_600)

    /// Where a case was opened that was opened at no terminal.
    static let online = StationTerminal.atHome

    public let number: CaseNumber
    public let service: ServiceID
    public let serviceVersion: Int
    /// Whose data it is about.
    public let citizen: Token
    /// Who acts for her; nil when she came herself.
    public var actor: Token?
    /// The choice in which that was said; its ground is asked about before every step.
    public var acting: Token?
    /// The event in life of the one who acts, for which she began it; nil for most.
    var event: CaseNumber?
    public let terminalID: String
    public let language: Language
    public let state: CaseState
    /// By question id, normalised.
    public var answers: [String: String]
    /// What the department's register said, by field; nil until it answered.
    public internal(set) var record: [String: RegisterValue]?
    public let openedAt: Instant
    public let submittedAt: Instant?
    public let issuedAt: Instant?
    /// When the last step was approved, or one refused; nil for what is decided at once.
    public var decidedAt: Instant?
    /// When she read why it was refused.
    public var readAt: Instant?
    /// When the registers answered.
    public var recordReadAt: Instant?

    /// The terminal at which it was opened; nil for what was begun at home.
    public var terminal: String? { terminalID == Self.online ? nil : terminalID }

    /// Whether it holds what the services of a bundle share.
    var isBundle: Bool { service.department.rawValue == LifeBundle.folder }

    /// Whether what the registers said is missing, or too old to be handed in.
    func lacksRecord(at now: Instant) -> Bool {
        record == nil || recordReadAt.map { now.since($0) > Self.recordLife } ?? false
    }

    /// Whether people decide it, and nothing is asked of its person meanwhile.
    var isBeingDecided: Bool { state == .deciding }

    /// Whether it waits for its person or for her paper, and not for an office alone nor for nothing any more.
    var isToFinish: Bool {
        switch state {
        case .open, .correcting, .submitted, .approved, .issued: true
        case .deciding, .refused, .delivered, .withdrawn: false
        }
    }

    /// Whether it was refused, read or not, so short a time ago that its person still finds why.
    func isRefused(at now: Instant, _ figures: HandlingFigures) -> Bool {
        state == .refused && now.since(decidedAt ?? openedAt) <= figures.refusalLife
    }

    /// Whether its person, coming back, goes on with it instead of opening another.
    func isUnfinished(at now: Instant, _ figures: HandlingFigures = HandlingFigures()) -> Bool {
        switch state {
        case .open: now.since(openedAt) <= (isBundle ? Self.bundleLife : figures.draftLife)
        case .submitted, .deciding, .correcting, .approved: true
        case .issued:
            now.since(issuedAt ?? openedAt) <= (decidedAt == nil ? Self.paperLife : figures.resultLife)
        case .refused: readAt == nil && isRefused(at: now, figures)
        case .delivered, .withdrawn: false
        }
    }
}
