import Base
import Web

/// The picture of this visit for the app of the national service, until she has answered there.
struct NetworkPage {
    let standing: NetworkLogin.Standing
    /// One for each button, in the order in which they stand.
    let keys: [Token]

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let page = "kiosk.network.\(word)"
        return frame.kiosk(
            context, title: phrases("\(page).title"), lead: phrases("\(page).lead"), back: "/identification",
            spoken: "\(page).spoken", refresh: refresh
        ) {
            switch standing {
            case .waiting(let address, let isSlow):
                if isSlow { Notice(.warning, phrases("kiosk.network.slow")).html }
                if let picture = QRSymbol(address) {
                    picture.picture(alt: phrases("kiosk.network.picture"), size: 360)
                }
                element("p", .class("hint")) { phrases("kiosk.network.voluntary") }
            case .first:
                element("ul", .class("facts")) {
                    for fact in ["what", "kept", "free"] {
                        element("li") { phrases("kiosk.network.first.\(fact)") }
                    }
                }
                element("p", .class("hint")) { phrases("kiosk.network.law") }
                button("give", phrases("kiosk.network.give"), .primary, keys[0])
            case .agreed(let number):
                SummaryList([.init(phrases("account.number"), number)]).html(phrases)
                element("p", .class("hint")) { phrases("kiosk.phone.whose") }
                button("enter", phrases("kiosk.phone.enter"), .primary, keys[0])
            case .none, .refused, .mismatch, .unanswered, .expired:
                button("again", phrases("kiosk.phone.again"), .primary, keys[0])
            }
            button("cancel", phrases("kiosk.network.other"), .secondary, keys[1])
        }
    }

    private func button(_ answer: String, _ label: String, _ kind: Button.Kind, _ key: Token) -> HTML {
        postForm(action: "/identification/network", key: key) {
            actions(Button(label, kind, name: "answer", value: answer))
        }
    }

    private var word: String {
        switch standing {
        case .waiting: "waiting"
        case .first: "first"
        case .agreed: "agreed"
        case .refused: "refused"
        case .mismatch: "mismatch"
        case .unanswered: "unanswered"
        case .none, .expired: "expired"
        }
    }

    private var refresh: Refresh? {
        if case .waiting = standing { return Refresh(afterSeconds: 3, to: "/identification/network") }
        return nil
    }
}
