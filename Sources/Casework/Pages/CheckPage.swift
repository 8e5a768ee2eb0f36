public import Base
public import Catalogue
public import Web
import Exchange

/// Shows everything that goes on the paper, before it is submitted; what a register said is masked until asked for.
public struct CheckPage: Sendable {
    public let file: CaseFile
    public let item: ServiceItem
    /// Whether the person asked to see her data in full; the page hides it again by itself.
    public let isOpen: Bool
    public let back: String
    public let key: Token

    /// How long the data stays in full sight.
    static let openSeconds = 20

    public init(file: CaseFile, item: ServiceItem, isOpen: Bool, back: String, key: Token) {
        self.file = file
        self.item = item
        self.isOpen = isOpen
        self.back = back
        self.key = key
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let path = "/cases/\(file.number)/check"
        return frame.kiosk(
            context, title: phrases("kiosk.check.title"), lead: phrases("kiosk.check.lead"), back: back,
            spoken: "kiosk.check.spoken",
            refresh: isOpen ? Refresh(afterSeconds: Self.openSeconds, to: path) : nil
        ) {
            SummaryList(known(context.language) + answered(context.language)).html(phrases)
            actions(
                Button(
                    phrases(isOpen ? "kiosk.check.hide" : "kiosk.check.show"), .secondary,
                    to: isOpen ? path : path + "?show=all"))
            element("p", .class("hint")) { phrases("kiosk.check.wrong") }
            postForm(action: "/cases/\(file.number)/submission", key: key) {
                actions(Button(phrases("kiosk.check.submit", ["paper": item.name[context.language]])))
            }
        }
    }

    private func known(_ language: Language) -> [SummaryList.Row] {
        item.prefill.compactMap { line in
            guard case .text(let value) = file.record?[line.field] else { return nil }
            return .init(line.label[language], isOpen ? value : Mask.field(line.field, value))
        }
    }

    private func answered(_ language: Language) -> [SummaryList.Row] {
        item.questions.compactMap { question in
            guard let answer = file.answers[question.id], !answer.isEmpty else { return nil }
            return .init(
                question.label[language], question.shown(answer, in: language),
                change: "/cases/\(file.number)/questions/\(question.id)?from=check")
        }
    }
}
