import Base
public import Catalogue
import Documents
import Exchange
import Foundation
public import Web

/// The pages of a terminal and the paper of a service that is only being written, filled with sample data.
///
/// It opens no case, asks no register and keeps nothing, so that a draft cannot reach anybody.
public struct ServicePreview: Sendable {
    /// One page to look at.
    public enum Page: Hashable, Sendable {
        case service
        case question(String)
        case check
        case paper

        /// As a form carries it.
        public var text: String {
            switch self {
            case .service: "service"
            case .question(let id): "question.\(id)"
            case .check: "check"
            case .paper: "paper"
            }
        }

        public init?(_ text: String) {
            switch text {
            case "service": self = .service
            case "check": self = .check
            case "paper": self = .paper
            default:
                guard text.hasPrefix("question.") else { return nil }
                self = .question(String(text.dropFirst("question.".count)))
            }
        }
    }

    public let item: ServiceItem
    let parts: CaseParts
    private let form: CaseForm

    public init(_ item: ServiceItem, _ parts: CaseParts) {
        self.item = item
        self.parts = parts
        form = SampleCase(item, parts).form
    }

    /// Every page there is, in the order in which a person comes to them.
    public var pages: [Page] {
        [.service] + item.questions.map { .question($0.id) }
            + (item.isBundle || !item.selfService ? [] : [.check])
            + (layoutSource == nil ? [] : [.paper])
    }

    /// A page as the terminal would show it; nil for the paper, and for a question that is not there.
    public func html(_ page: Page, _ frame: Frame, _ context: EgretContext) -> HTML? {
        let key = Token(parts.world)
        switch page {
        case .service:
            let department = parts.catalogue.department(item.department)?.name[context.language]
            return ServicePage(
                item: item, department: department ?? item.department.rawValue, here: .well, key: key,
                otherKey: key
            ).html(frame, context)
        case .question(let id):
            return item.question(id).map { question in
                QuestionPage(
                    number: form.file.number, question: question, answer: nil,
                    seen: AnswerMark(nil, to: question.id, in: form.file.number, parts.vault), error: nil,
                    back: "/", place: .terminal, handOverKey: nil, key: key
                ).html(frame, context)
            }
        case .check:
            return CheckPage(
                form: form, isOpen: true, back: "/", place: .terminal, mayHandIn: true, handOverKey: nil,
                seen: AnswerMark(of: form, parts.vault), key: key
            ).html(frame, context)
        case .paper: return nil
        }
    }

    /// What is wrong with the layout, or nil; a paper that does not show whose it is counts as wrong.
    public func paper() async throws -> (png: [UInt8]?, fault: PaperFault?) {
        let file = "\(item.id.rawValue)/document.yml"
        guard let source = layoutSource else { return (nil, nil) }
        do {
            let layout = try DocumentLayout(yaml: source, file: file)
            let sample = try await parts.documents.sample(SampleCase(item, parts).order(layout))
            if let sample { try SubjectCheck.require(SampleCase.holder, on: sample.drawn) }
            return (sample?.png, nil)
        } catch let problem as LayoutProblem {
            return (nil, PaperFault(problem))
        } catch let refused as DocumentRefused {
            guard let fault = PaperFault(refused, in: file) else { throw refused }
            return (nil, fault)
        }
    }

    private var layoutSource: String? {
        item.paper?.layout(
            named: item.name, ends: item.result.validityDays != nil, isLicence: item.result.licence != nil)
            ?? item.layout
    }
}
