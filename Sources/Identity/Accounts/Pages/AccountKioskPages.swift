import Base
import Web

/// What an account on one's own phone is good for, before anybody begins.
struct AccountAboutPage {
    let key: Token

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context, title: phrases("kiosk.account.title"), lead: phrases("kiosk.account.lead"), back: "/",
            spoken: "kiosk.account.spoken"
        ) {
            element("ul", .class("facts")) {
                for fact in ["card", "looks", "lost"] {
                    element("li") { phrases("kiosk.account.\(fact)") }
                }
            }
            postForm(action: "/account/start", key: key) { actions(Button(phrases("kiosk.account.start"))) }
        }
    }
}

/// She has been identified: her phone now, or everything anew because it is lost.
struct AccountPhonePage {
    let key: Token
    let resetKey: Token

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context, title: phrases("kiosk.account.phone.title"), lead: phrases("kiosk.account.phone.lead"),
            back: nil, spoken: "kiosk.account.phone.spoken"
        ) {
            postForm(action: "/account/phone", key: key) {
                actions(Button(phrases("kiosk.account.phone.now")))
            }
            actions(Button(phrases("number.title"), .secondary, to: "/account/number"))
            element("p", .class("hint")) { phrases("kiosk.account.phone.lost.about") }
            postForm(action: "/account/phone", key: resetKey) {
                actions(Button(phrases("kiosk.account.phone.lost"), .danger, name: "lost", value: "yes"))
            }
        }
    }
}

/// The picture that opens her account on her phone, once, for ten minutes.
struct AccountCodePage {
    let code: String
    let address: String

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context, title: phrases("kiosk.account.code.title"), lead: phrases("kiosk.account.code.lead"),
            back: nil, spoken: "kiosk.account.code.spoken"
        ) {
            if let picture = QRSymbol("\(address)#\(code)") {
                picture.picture(alt: phrases("kiosk.account.code.picture"), size: 360)
            }
            element("p") { phrases("kiosk.account.code.typed", ["address": address]) }
            element("p", .class("typed-code")) { element("code") { code } }
            actions(Button(phrases("kiosk.account.code.done"), to: "/goodbye"))
        }
    }
}

/// The picture of this visit, until her phone has answered.
struct PhoneWaitingPage {
    let standing: PhoneLogin.Standing
    /// The way she chose: her phone alone, or beside her card.
    let way: Way
    let site: String
    let key: Token
    let againKey: Token

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context, title: phrases("kiosk.phone.\(word).title"), lead: phrases("kiosk.phone.\(word).lead"),
            back: "/identification", spoken: "kiosk.phone.\(word).spoken", refresh: refresh
        ) {
            switch standing {
            case .waiting(let code):
                if let picture = QRSymbol("\(site)/approve#\(code)") {
                    picture.picture(alt: phrases("kiosk.phone.picture"), size: 360)
                }
                element("p", .class("hint")) { phrases("kiosk.phone.typed", ["address": "\(site)/approve"]) }
                element("p", .class("typed-code")) { element("code") { ActivateAccount.grouped(code) } }
                if way == .cardPhone { element("p", .class("hint")) { phrases("kiosk.phone.none") } }
            case .agreed(let number):
                SummaryList([.init(phrases("account.number"), number)]).html(phrases)
                element("p", .class("hint")) { phrases("kiosk.phone.whose") }
                postForm(action: "/identification/phone", key: key) {
                    actions(Button(phrases("kiosk.phone.enter")))
                }
            case .none, .refused, .expired:
                postForm(action: "/identification/way", key: againKey) {
                    actions(Button(phrases("kiosk.phone.again"), .primary, name: "way", value: way.rawValue))
                }
            }
        }
    }

    private var word: String {
        switch standing {
        case .waiting: "waiting"
        case .agreed: "agreed"
        case .refused: "refused"
        case .none, .expired: "expired"
        }
    }

    private var refresh: Refresh? {
        if case .waiting = standing { return Refresh(afterSeconds: 2, to: "/identification/phone") }
        return nil
    }
}
