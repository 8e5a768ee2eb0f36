public import Base

/// One government service item 政务服务事项 with its implementation list 实施清单, as a department wrote it.
///
/// Source: the elements follow GB/T 39554; which of them a national portal asks for is not published in full.
public struct ServiceItem: Sendable {
    /// What the item is in law 事项类型.
    public enum TaskType: String, Sendable, CaseIterable {
        case permit
        case payment
        case confirmation
        case publicService = "public-service"
    }

    /// How a case is decided 办件类型.
    public enum Handling: String, Sendable, CaseIterable {
        /// By rule, while the person waits 秒批.
        case instant
        /// By a clerk, within the promised time 承诺件.
        case promised
    }

    public enum Channel: String, Sendable, CaseIterable {
        case terminal
        case portal
        case desk
        case post
    }

    public let id: ServiceID
    /// 1 and up; a case stays under the version it was opened with.
    public let version: Int
    public let provenance: Provenance
    public let name: LocalText
    /// One sentence: what the person gets.
    public let summary: LocalText
    public let department: DepartmentID
    /// 基本编码: 12 digits, the same for the item in the whole country.
    public let basicCode: String
    public let actingBody: CreditCode
    /// 行使层级: 1 state, 2 province, 3 city, 4 county, 5 town, 6 village.
    public let level: Int
    /// What is done, and to what: by them services are found that belong together.
    public let act: ServiceAct
    /// A slug such as `residence-permit`.
    public let object: String
    /// Why nothing of ``object`` comes after it; nil where something does, or nobody has said.
    public let nothingFollows: LocalText?
    /// When in life it is wanted.
    public let topics: [LifeTopic]
    /// Words that people use for it, in Mandarin, besides its name.
    public let searchWords: [String]
    public let taskType: TaskType
    public let handling: Handling
    /// Whether a person may have several of them decided at once, as complaints of several things; else whoever comes again
    /// goes on with the one that runs.
    public let mayRunSeveral: Bool
    /// Who decides what is not decided at once, each after those it waits for; none for what is.
    public internal(set) var steps: [HandlingStep]
    public let legalBasis: [LegalBasis]
    public let conditions: [LocalText]
    public let materials: [Material]
    public let statutoryTime: HandlingTime
    public let promisedTime: HandlingTime
    public let fee: ServiceFee
    public let result: ServiceResult
    public let remedies: Remedies
    /// Whether the whole service can be done at a terminal 是否支持自助终端.
    public let selfService: Bool
    public let channels: [Channel]
    /// How long a person needs at the terminal.
    ///
    /// **Unit:** minutes, 1 to 60.
    public let minutes: Int
    public let registers: [RegisterUse]
    /// What must hold before anybody is asked anything.
    public let eligibility: [Requirement]
    public let questions: [Question]
    /// What can be booked; nil where nothing is.
    public let slots: SlotPlan?
    /// What every set of factors reaches at least.
    public let assurance: ServiceAssurance
    /// The ways to be identified, equal in reach; each is enough, at least one has no face in it.
    public let factorSets: [[ServiceFactor]]
    /// Whether every way to prove oneself takes the identity card.
    public var alwaysWantsCard: Bool { factorSets.allSatisfy { $0.contains(.card) } }
    /// By what somebody may act for another in this service; none: everybody comes herself.
    public let representation: Set<RepresentationKind>
    public let prefill: [PrefillLine]
    public let guide: [GuideStep]
    /// What its rating may be about, in the order in which it is asked; each at most once.
    public let ratingReasons: [RatingReason]
    /// What the standard paper says; nil when the service has a layout of its own.
    public let paper: StandardPaper?
    /// `document.yml`, the layout of the paper this service ends in, where there is no ``paper``; nil besides for one that
    /// is not offered at terminals.
    public let layout: String?
    /// An ordinary journey, read for who writes the service; nil while it is offered.
    public var fixture: ServiceFixture?

    /// 实施编码: 31 characters, acting body, level and basic code.
    public var implementationCode: String { "\(actingBody.text)\(level)\(basicCode)" }

    public func question(_ id: String) -> Question? { questions.first { $0.id == id } }

    /// Whether the clerk of a step writes what the paper answers.
    public func replies(at step: String) -> Bool { paper?.reply == step }
}
