import Audit
import Base
import Catalogue
import Foundation
import Web

/// Who looked, for programs: the shape of `findUsage` of Estonia's data tracker (Andmejälgija, version 3).
///
/// The codes are ours: a body bears its unified social credit code, `queryId` is the record's number in the public log,
/// `queryGroupId` the case, `hiddenUntil` and `hiddenReason` stand where an act was shown late.
struct UsageAnswer: Encodable, Sendable {
    enum ProcessingType: String, CaseIterable {
        /// A department's register was asked.
        case dataRequest = "DATA_REQUEST"
        /// Somebody outside was answered.
        case dataResponse = "DATA_RESPONSE"
        /// What a department answered was put to use.
        case dataProcessing = "DATA_PROCESSING"
        case internalProcessing = "INTERNAL_PROCESSING"

        init(_ action: String) {
            self =
                switch action {
                case "register.asked", "register.answered", "register.silent": .dataRequest
                case "document.verified": .dataResponse
                case "document.sealed": .dataProcessing
                default: .internalProcessing
                }
        }
    }

    struct Organization: Encodable, Sendable {
        let type = "GOV"
        let code: String?
        let name: String
        private enum CodingKeys: String, CodingKey { case type, code, name }
    }

    struct Person: Encodable, Sendable {
        let alternativeCode: String?
        let name: String?
    }

    struct Usage: Encodable, Sendable {
        let logTime: String
        let purpose: String
        let legalBasis: String?
        let queryId: String
        let queryGroupId: String?
        let hiddenUntil: String?
        let hiddenReason: String?
        let initiatorOrg: Organization?
        let initiatorPerson: Person?
        /// The body that was asked or answered.
        let target: Organization?
        /// Where the data came from.
        let source: Organization?
        /// Names of fields, never values.
        let fields: [String]
    }

    let totalUsages: Int
    let returnedUsages: Int
    let dataRequests: [Usage]
    let dataResponses: [Usage]
    let dataProcessings: [Usage]
    let internalProcessings: [Usage]

    /// - Parameters:
    ///   - looks: All that the question found, the youngest first.
    ///   - question: What of them is returned.
    ///   - words: Says an act in words.
    init(_ looks: [WhoLooked.Look], _ question: UsageQuestion, _ words: (WhoLooked.Look) -> LookWords) {
        let found = looks.filter { look in
            question.types.contains(ProcessingType(look.act.action))
                && question.period.contains(look.act.at)
        }
        let returned = found.dropFirst(question.offset).prefix(question.limit)
        func usages(_ type: ProcessingType) -> [Usage] {
            returned.filter { ProcessingType($0.act.action) == type }.map { Self.usage($0, type, words($0)) }
        }
        totalUsages = found.count
        returnedUsages = returned.count
        dataRequests = usages(.dataRequest)
        dataResponses = usages(.dataResponse)
        dataProcessings = usages(.dataProcessing)
        internalProcessings = usages(.internalProcessing)
    }

    private static func usage(
        _ look: WhoLooked.Look, _ type: ProcessingType, _ words: LookWords
    ) -> Usage {
        let (act, delay) = (look.act, look.delay)
        let house = Organization(code: nil, name: words.phrases("frame.name"))
        let department = words.register?.department.map { body in
            Organization(code: body.creditCode.text, name: body.name[words.phrases.language])
        }
        let acting =
            act.actorKind == "department" ? Organization(code: nil, name: words.who) : house
        let person: Person? =
            switch act.actorKind {
            case "staff": Person(alternativeCode: act.actorName, name: nil)
            case "citizen", "representative": Person(alternativeCode: nil, name: words.who)
            default: nil
            }
        let isTransfer = type == .dataRequest || type == .dataResponse
        return Usage(
            logTime: UsageQuestion.text(act.at),
            purpose: [words.title, words.purpose].compactMap(\.self)
                .joined(separator: " · "),
            legalBasis: words.law, queryId: "\(act.index)", queryGroupId: act.caseNumber,
            hiddenUntil: delay.map { UsageQuestion.text($0.shownAt) }, hiddenReason: delay?.basis,
            initiatorOrg: person?.name == nil ? acting : nil, initiatorPerson: person,
            target: isTransfer ? department ?? Organization(code: nil, name: words.who) : nil,
            source: isTransfer ? nil : acting, fields: words.fields)
    }
}
