import Base
import Identity
import Web

/// On every page of a form at a terminal: go on by phone.
struct HandOverOffer {
    let number: CaseNumber
    /// Nil where it is not offered.
    let key: Token?
    var kind: Button.Kind = .secondary

    func html(_ phrases: Phrases) -> HTML? {
        guard let key else { return nil }
        return postForm(action: "/cases/\(number)/hand-over", key: key) {
            actions(Button(phrases("kiosk.hand-over.offer"), kind))
        }
    }
}

/// The picture that carries the form to her phone, and what came of it.
struct HandOverPage {
    let number: CaseNumber
    let standing: HandOver.Standing
    let site: String
    let key: Token

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context, title: phrases("kiosk.hand-over.\(word).title"),
            lead: phrases("kiosk.hand-over.\(word).lead"), back: "/cases/\(number)",
            spoken: "kiosk.hand-over.\(word).spoken", refresh: refresh,
            // Her eyes are on the phone now, and she may have gone: the visit ends soon unless she is still here.
            idle: standing == .taken ? .atTheEnd : nil
        ) {
            switch standing {
            case .waiting(let code):
                if let picture = QRSymbol("\(site)/continue#\(code)") {
                    picture.picture(alt: phrases("kiosk.hand-over.picture"), size: 360)
                }
                element("p", .class("hint")) {
                    phrases("kiosk.hand-over.typed", ["address": "\(site)/continue"])
                }
                element("p", .class("typed-code")) { element("code") { ActivateAccount.grouped(code) } }
                element("p", .class("hint")) { phrases("kiosk.hand-over.whose") }
            case .taken:
                actions(
                    Button(phrases("kiosk.hand-over.finish"), to: "/goodbye"),
                    Button(phrases("kiosk.hand-over.here"), .secondary, to: "/cases/\(number)"))
            case .none, .expired:
                postForm(action: "/cases/\(number)/hand-over", key: key) {
                    actions(Button(phrases("kiosk.hand-over.again")))
                }
            }
        }
    }

    private var word: String {
        switch standing {
        case .waiting: "waiting"
        case .taken: "taken"
        case .none, .expired: "expired"
        }
    }

    private var refresh: Refresh? {
        guard case .waiting = standing else { return nil }
        return Refresh(afterSeconds: 3, to: "/cases/\(number)/hand-over")
    }
}

/// Takes the code of the picture, on the phone.
struct ContinuePage {
    let error: String?
    let key: Token

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.site(
            context, title: phrases("away.continue.title"), lead: phrases("away.continue.lead"),
            script: ["fragment.js"], hasErrors: error != nil
        ) {
            if let error { ErrorSummary([FieldError("code", error)]).html(phrases) }
            element("div", .data("fragment", "code")) {
                postForm(action: "/continue", key: key) {
                    Field(
                        .text, name: "code", label: phrases("away.continue.code"),
                        hint: phrases("away.continue.hint"), error: error, max: 20
                    ).html
                    actions(Button(phrases("away.continue.go-on")))
                }
            }
            actions(Button(phrases("away.forms.title"), .link, to: "/account/cases"))
        }
    }
}
