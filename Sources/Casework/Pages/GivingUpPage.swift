import Base
import Catalogue
import Web

/// Asks once more before something is given up that cannot be brought back: a form, or what is being decided.
struct GivingUpPage {
    enum Act: String {
        /// A form is thrown away.
        case removal
        /// What was handed in is withdrawn.
        case withdrawal
    }

    private let act: Act
    private let form: CaseForm
    private let place: CasePlace
    private let key: Token

    init(_ act: Act, of form: CaseForm, place: CasePlace, key: Token) {
        (self.act, self.form, self.place, self.key) = (act, form, place, key)
    }

    private var path: String { place.path(form.file.number) }

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let word = "away.\(act.rawValue)"
        return place.page(
            frame, context, title: phrases("\(word).title"), lead: form.item.name[context.language],
            back: nil, spoken: "\(word).spoken"
        ) {
            SummaryList(rows(phrases, context.language)).html(phrases)
            element("p") { phrases("\(word).text") }
            if act == .withdrawal {
                element("p") { phrases("away.withdrawal.anew") }
                if form.fee.fen > 0 { element("p") { phrases("away.withdrawal.fee") } }
            }
            actions(Button(phrases("\(word).keep"), to: path))
            postForm(action: "\(path)/\(act.rawValue)", key: key) {
                let label = act == .removal ? "away.forms.throw-away" : "away.withdrawal.act"
                actions(Button(phrases(label), .danger))
            }
        }
    }

    private func rows(_ phrases: Phrases, _ language: Language) -> [SummaryList.Row] {
        let rows = [SummaryList.Row(phrases("kiosk.case.number"), form.file.number.spoken)]
        switch act {
        case .removal:
            return rows + [
                .init(phrases("away.forms.begun"), ChinaTime.minute(form.file.openedAt, in: phrases.language))
            ]
        case .withdrawal:
            let since = form.file.submittedAt ?? form.file.openedAt
            return rows + [
                .init(phrases("away.withdrawal.since"), ChinaTime.minute(since, in: phrases.language))
            ]
        }
    }
}
