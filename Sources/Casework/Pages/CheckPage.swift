public import Base
import Catalogue
public import Web
import Exchange

/// Shows everything that goes on the paper, before it is submitted; what a register said is masked until asked for.
public struct CheckPage: Sendable {
    public let form: CaseForm
    /// Whether the person asked to see her data in full; the page hides it again by itself.
    public let isOpen: Bool
    public let back: String
    public let key: Token

    /// How long the data stays in full sight.
    static let openSeconds = 20

    public init(form: CaseForm, isOpen: Bool, back: String, key: Token) {
        self.form = form
        self.isOpen = isOpen
        self.back = back
        self.key = key
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let path = "/cases/\(form.file.number)/check"
        return frame.kiosk(
            context, title: phrases("kiosk.check.title"), lead: phrases("kiosk.check.lead"), back: back,
            spoken: "kiosk.check.spoken",
            refresh: isOpen ? Refresh(afterSeconds: Self.openSeconds, to: path) : nil
        ) {
            SummaryList(
                known(context.language) + answered(context.language) + appointment(phrases, context.language)
            ).html(phrases)
            if let until = form.booking?.appointment?.heldUntil {
                element("p", .class("hint")) {
                    phrases("kiosk.check.held", ["until": String(ChinaTime.minute(until).suffix(5))])
                }
            }
            actions(
                Button(
                    phrases(isOpen ? "kiosk.check.hide" : "kiosk.check.show"), .secondary,
                    to: isOpen ? path : path + "?show=all"))
            element("p", .class("hint")) { phrases("kiosk.check.wrong") }
            postForm(action: "/cases/\(form.file.number)/submission", key: key) {
                actions(Button(phrases("kiosk.check.submit", ["paper": form.item.name[context.language]])))
            }
        }
    }

    private func appointment(_ phrases: Phrases, _ language: Language) -> [SummaryList.Row] {
        guard let booking = form.booking, let appointment = booking.appointment else { return [] }
        return AppointmentRows(
            appointment: appointment, place: booking.place(appointment),
            change: "/cases/\(form.file.number)/appointment"
        ).rows(phrases, language)
    }

    private func known(_ language: Language) -> [SummaryList.Row] {
        let lines = form.item.prefill.compactMap { line -> SummaryList.Row? in
            guard case .text(let value) = form.file.record?[line.field] else { return nil }
            return .init(
                line.label[language],
                isOpen
                    ? line.declared.shown(value, in: language)
                    : Mask.field(line.declared, value, in: language))
        }
        let shown = Set(form.item.prefill.map(\.field))
        return lines
            + form.spared.compactMap { question in
                guard let source = question.source, !shown.contains(source.field) else { return nil }
                let answer = question.shown(form.answers[question.id] ?? "", in: language)
                return .init(question.label[language], isOpen ? answer : Mask.stars(answer))
            }
    }

    private func answered(_ language: Language) -> [SummaryList.Row] {
        form.route.compactMap { question in
            guard let answer = form.answers[question.id], !answer.isEmpty else { return nil }
            return .init(
                question.label[language], question.shown(answer, in: language),
                change: "/cases/\(form.file.number)/questions/\(question.id)?from=check")
        }
    }
}
