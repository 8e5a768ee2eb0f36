import Base
import Catalogue
import Documents
import Wire

/// What a case is told its person in writing on its way, beside the paper that it is about: on whose behalf, and in which words.
///
/// Source: the Administrative Licensing Law, article 32: that an application is received and accepted is said in writing, under the
/// office's seal and with the date; article 38: so is a refusal, with its reasons and where to turn.
enum CaseLetter: Hashable, Sendable {
    /// It has come in; a clerk may still ask for a correction.
    case receipt
    /// It is complete for those who look at it first; who decides after them may still ask.
    case acceptance(on: CalendarDate, Acceptance.Ground)
    case refusal(on: CalendarDate, by: DepartmentID, GivenReason?, note: String?)

    /// What every letter says.
    struct Facts: Sendable {
        let item: ServiceItem
        let holder: Holder
        let handedInOn: CalendarDate
        /// By when it is decided; nil when that cannot be said for certain.
        let due: CalendarDate?
    }

    var paper: CasePaper {
        switch self {
        case .receipt: .receipt
        case .acceptance: .acceptance
        case .refusal: .refusal
        }
    }

    var layout: Result<DocumentLayout, LayoutProblem> { Self.layouts[paper] ?? Self.read(.receipt) }

    /// As papers are written, in Mandarin.
    func name(of item: ServiceItem) -> String { "\(title)（\(item.name[.mandarin])）" }

    private var title: String {
        switch self {
        case .receipt: "收件凭证"
        case .acceptance: "受理通知书"
        case .refusal: "不予办理决定书"
        }
    }

    /// `isNoteHeld` leaves out what a clerk wrote beside her reason, and says where it stands.
    func content(_ facts: Facts, isNoteHeld: Bool = false) -> DocumentContent {
        var content = DocumentContent()
        content.values = [
            "name": facts.holder.name.text, "number": facts.holder.number.text,
            "service": facts.item.name[.mandarin], "handedInOn": facts.handedInOn.description,
        ]
        if let due = facts.due { content.values["due"] = due.description }
        switch self {
        case .receipt: break
        case .acceptance(let day, let ground):
            content.values["acceptedOn"] = day.description
            content.values["ground"] = Self.ground(ground)
        case .refusal(let day, _, let reason, let note):
            let remedies = facts.item.remedies
            content.values["decidedOn"] = day.description
            content.values["reason"] = reason?.words[.mandarin]
            content.values["note"] = note.map {
                Self.mayStand($0) && !isNoteHeld ? $0.onOneLine : "另有说明，请在办件页面查看"
            }
            content.values["review"] = remedies.review[.mandarin]
            content.values["litigation"] = remedies.litigation[.mandarin]
            content.values["supervision"] = remedies.supervision[.mandarin]
        }
        return content
    }

    /// Whether a clerk's words name nobody by number, and say of nobody that she fetched it.
    static func namesNobody(_ words: String) -> Bool {
        let line = words.onOneLine
        return line.citizenNumbers.isEmpty && !PaperAgent.isClaimed(in: line)
    }

    /// Whether a clerk's words can stand on a paper.
    static func mayStand(_ words: String) -> Bool { namesNobody(words) && words.onOneLine.isPlainText }

    private static func ground(_ ground: Acceptance.Ground) -> String {
        switch ground {
        case .said: "最先审核的部门确认申请材料齐全"
        case .complete: "申请材料已经审核，或已按告知补正"
        case .lapse: "收件后未在规定时间内告知补正，自收到申请材料之日起即为受理"
        }
    }

    private static let layouts: [CasePaper: Result<DocumentLayout, LayoutProblem>] = Dictionary(
        uniqueKeysWithValues: CasePaper.allCases.filter(\.isLetter).map { ($0, read($0)) })

    private static func read(_ paper: CasePaper) -> Result<DocumentLayout, LayoutProblem> {
        Result { () throws(LayoutProblem) in
            try DocumentLayout(yaml: source(paper), file: "\(paper.rawValue).yml")
        }
    }

    private static func source(_ paper: CasePaper) -> String {
        switch paper {
        case .result, .receipt: receiptSource
        case .acceptance: acceptanceSource
        case .refusal: refusalSource
        }
    }

    private static let receiptSource = """
        paper: A4
        margins: { top: 24, right: 25, bottom: 10, left: 25 }
        blocks:
          - title: 收件凭证
            english: RECEIPT OF APPLICATION
          - paragraph: "{name}（公民身份号码：{number}）的下列申请，已于{handedInOn|date}收到。"
            english: The application named below, of the person named above, has been received.
          - facts:
              - { label: 事项, english: Service, value: "{service}" }
              - { label: 办件编号, english: Case number, value: "{caseNumber}" }
              - { label: 收件日期, english: Received on, value: "{handedInOn|date}" }
              - { label: 最迟办结, english: Decided by, value: "{due|date}", optional: true }
          - paragraph: 申请材料需要补正的，承办部门会一次告知全部内容；不予批准的，会说明理由和救济途径。
            english: You will be told once of everything that is to be corrected, and why, should it be refused.
          - seal: "{department}"
            date: "{issuedOn|date}"
          - note: 本凭证只证明申请已经收到，不是办理结果。查询进度可用办件编号和本凭证的验证码。
        footer: 本件由政务服务自助终端开具。
        """

    private static let acceptanceSource = """
        paper: A4
        margins: { top: 24, right: 25, bottom: 10, left: 25 }
        blocks:
          - title: 受理通知书
            english: NOTICE OF ACCEPTANCE
          - paragraph: "{name}（公民身份号码：{number}）的下列申请，自{acceptedOn|date}起受理。"
            english: The application named below, of the person named above, is accepted and being decided.
          - facts:
              - { label: 事项, english: Service, value: "{service}" }
              - { label: 办件编号, english: Case number, value: "{caseNumber}" }
              - { label: 收件日期, english: Received on, value: "{handedInOn|date}" }
              - { label: 受理日期, english: Accepted on, value: "{acceptedOn|date}" }
              - { label: 受理依据, english: Ground, value: "{ground}" }
              - { label: 最迟办结, english: Decided by, value: "{due|date}", optional: true }
          - paragraph: 不予批准的，承办部门会说明理由和救济途径。
            english: Should it be refused, you will be told why and where you can turn.
          - seal: "{department}"
            date: "{issuedOn|date}"
          - note: 本通知书只证明申请已经受理，不是办理结果。查询进度可用办件编号和本通知书的验证码。
        footer: 本件由政务服务自助终端开具。
        """

    private static let refusalSource = """
        paper: A4
        margins: { top: 24, right: 25, bottom: 10, left: 25 }
        blocks:
          - title: 不予办理决定书
            english: DECISION OF REFUSAL
          - paragraph: "{name}（公民身份号码：{number}）的下列申请，经审查，决定不予办理。"
            english: The application named below, of the person named above, has been examined and refused.
          - facts:
              - { label: 事项, english: Service, value: "{service}" }
              - { label: 办件编号, english: Case number, value: "{caseNumber}" }
              - { label: 收件日期, english: Received on, value: "{handedInOn|date}" }
              - { label: 决定日期, english: Decided on, value: "{decidedOn|date}" }
              - { label: 理由, english: Reason, value: "{reason}", optional: true }
              - { label: 说明, english: In detail, value: "{note}", optional: true }
              - { label: 复议或申诉, english: Review, value: "{review}" }
              - { label: 诉讼或复核, english: Court or next instance, value: "{litigation}" }
              - { label: 监督投诉, english: Complaints, value: "{supervision}" }
          - seal: "{department}"
            date: "{issuedOn|date}"
          - note: 情况变化或补齐条件后，可以重新申请。
        footer: 本件由政务服务自助终端开具。
        """
}

extension String {
    /// A clerk's words as they stand on a paper: lines one after the other, and nothing that cannot be seen.
    var onOneLine: String {
        let seen = unicodeScalars.filter { $0.properties.generalCategory != .format }
        return String(String.UnicodeScalarView(seen)).split { $0.isNewline || $0 == "\t" }.joined(
            separator: " ")
    }
}
