import Base
import Passkeys
import Web

/// Asks for name and password.
struct SignInPage {
    let error: String?
    let name: String?
    let next: String
    let offer: PasskeyOffer?
    /// Other ways to sign in.
    let doors: [FrameLink]
    let key: Token

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.site(
            context, title: phrases("account.sign-in.title"), lead: phrases("account.sign-in.lead"),
            script: [PasskeyOffer.script], hasErrors: error != nil
        ) {
            if let error { ErrorSummary([FieldError("password", error)]).html(phrases) }
            postForm(action: "/account/sign-in", key: key) {
                void("input", .type("hidden"), .name("next"), .value(next))
                Field(
                    .text, name: "name", label: phrases("account.sign-in.name"),
                    hint: phrases("account.sign-in.name-hint"), value: name, max: 40, autocomplete: "username"
                ).html
                Field(
                    .password, name: "password", label: phrases("account.password"), error: error, max: 128,
                    autocomplete: "current-password"
                ).html
                actions(Button(phrases("account.continue")))
            }
            if let offer { passkeyForm(offer, "/account/sign-in/passkey", next, phrases) }
            for door in doors { actions(Button(phrases(door.label), .secondary, to: door.path)) }
            element("p", .class("hint")) { phrases("account.sign-in.none") }
            element("p") {
                element("a", .href("/account/activation")) { phrases("account.activation.link") }
            }
        }
    }
}

/// Asks for the second factor: a code of the authenticator, or of a message.
struct SecondPage {
    let byMessage: Bool
    /// Whether she has just pressed for a message; whether a phone is registered is told to nobody.
    let wasSent: Bool
    let offersMessage: Bool
    let error: String?
    let next: String
    let key: Token
    let sendKey: Token

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let kind = byMessage ? "message" : "totp"
        return frame.site(
            context, title: phrases("account.second.title"),
            lead: phrases("account.second.\(wasSent ? "sent" : kind)"),
            hasErrors: error != nil
        ) {
            if let error { ErrorSummary([FieldError("code", error)]).html(phrases) }
            postForm(action: "/account/second", key: key) {
                void("input", .type("hidden"), .name("next"), .value(next))
                void("input", .type("hidden"), .name("by"), .value(kind))
                Field(
                    .code(length: 6), name: "code", label: phrases("account.second.code"), error: error,
                    autocomplete: "one-time-code"
                ).html
                actions(Button(phrases("account.continue")))
            }
            if byMessage || offersMessage {
                postForm(action: "/account/second/message", key: sendKey) {
                    void("input", .type("hidden"), .name("next"), .value(next))
                    actions(Button(phrases("account.second.send"), .secondary))
                }
                element("p", .class("hint")) { phrases("account.second.basic") }
            }
        }
    }
}

/// Asks for password and code once more, before what is dear.
struct ProofPage {
    let errors: [FieldError]
    let ways: Set<AccountFactor.Kind>
    let next: String
    let offer: PasskeyOffer?
    let key: Token

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.site(
            context, title: phrases("account.proof.title"), lead: phrases("account.proof.lead"),
            script: [PasskeyOffer.script], hasErrors: !errors.isEmpty
        ) {
            ErrorSummary(errors).html(phrases)
            if mayType {
                postForm(action: "/account/proof", key: key) {
                    void("input", .type("hidden"), .name("next"), .value(next))
                    Field(
                        .password, name: "password", label: phrases("account.password"),
                        error: errors.message("password"), max: 128, autocomplete: "current-password"
                    ).html
                    Field(
                        .code(length: 6), name: "code", label: phrases("account.second.code"),
                        error: errors.message("code"), autocomplete: "one-time-code"
                    ).html
                    actions(Button(phrases("account.continue")))
                }
            }
            if let offer { passkeyForm(offer, "/account/proof/passkey", next, isOther: mayType, phrases) }
            if offer == nil, !mayType {
                Notice(.information, phrases("account.proof.terminal")).html
                actions(Button(phrases("account.back"), .secondary, to: "/account"))
            }
        }
    }

    private var mayType: Bool { ways.isSuperset(of: [.password, .totp]) }
}

/// Takes the code that a terminal showed.
struct ActivationPage {
    let error: String?
    let key: Token

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.site(
            context, title: phrases("account.activation.title"), lead: phrases("account.activation.lead"),
            script: ["fragment.js"], hasErrors: error != nil
        ) {
            if let error { ErrorSummary([FieldError("code", error)]).html(phrases) }
            element("div", .data("fragment", "code")) {
                postForm(action: "/account/activation", key: key) {
                    Field(
                        .text, name: "code", label: phrases("account.activation.code"),
                        hint: phrases("account.activation.hint"), error: error, max: 20
                    ).html
                    actions(Button(phrases("account.continue")))
                }
            }
        }
    }
}

/// The button that asks a device for a passkey, on its own: below the other way, where there is one.
private func passkeyForm(
    _ offer: PasskeyOffer, _ action: String, _ next: String, isOther: Bool = true, _ phrases: Phrases
) -> HTML {
    element("section", .class("other-way")) {
        if isOther { element("h2") { phrases("account.passkey.or") } }
        offer.form(action: action, label: phrases("account.passkey.use"), phrases) {
            void("input", .type("hidden"), .name("next"), .value(next))
        }
    }
}
