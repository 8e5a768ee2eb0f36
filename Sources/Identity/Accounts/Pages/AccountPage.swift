import Base
import Passkeys
import Web

/// A person's account: how she signs in, where she is signed in, and what else is hers.
struct AccountPage {
    let standing: ManageAccount.Standing
    let session: AccountSession
    let links: [FrameLink]
    let world: World

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.site(
            context, title: phrases("account.title"),
            lead: phrases("account.lead.\(lead)")
        ) {
            SummaryList(
                [
                    .init(phrases("account.number"), standing.person.number.masked),
                    .init(
                        phrases("account.phone"),
                        standing.person.phone?.masked ?? phrases("account.phone.none")),
                ]
            ).html(phrases)
            if session.isForSetUp {
                if canSignIn {
                    actions(Button(phrases("account.sign-in.title"), .primary, to: "/account/sign-in"))
                }
            } else {
                actions(
                    Button(
                        phrases(standing.person.phone == nil ? "account.phone.set" : "account.phone.change"),
                        .secondary, to: "/account/number"))
            }
            if !links.isEmpty { tiles(phrases) }
            element("h2") { phrases("account.ways.title") }
            if confirmed.isEmpty, standing.passkeys.isEmpty {
                Notice(.warning, phrases("account.ways.none")).html
            }
            for way in confirmed {
                row(way.id, way.kind.rawValue, since: way.createdAt, used: way.lastUsedAt, phrases)
            }
            for key in standing.passkeys {
                row(key.id, "passkey", since: key.createdAt, used: key.usedAt, phrases)
            }
            actions(
                Button(
                    phrases(has(.password) ? "account.password.change" : "account.password.set"),
                    has(.password) ? .secondary : .primary, to: "/account/password"),
                Button(
                    phrases(has(.totp) ? "account.totp.change" : "account.totp.set"),
                    has(.totp) || !has(.password) ? .secondary : .primary, to: "/account/authenticator"),
                Button(phrases("account.passkey.add"), .secondary, to: "/account/passkey"))
            element("h2") { phrases("account.sessions.title") }
            element("ul") {
                for one in standing.sessions {
                    element("li") {
                        phrases(
                            one.id == session.id ? "account.sessions.this" : "account.sessions.other",
                            [
                                "when": ChinaTime.minute(one.startedAt, in: phrases.language),
                                "seen": ChinaTime.minute(one.lastSeenAt, in: phrases.language),
                            ])
                    }
                }
            }
            postForm(action: "/account/sign-out", key: Token(world)) {
                actions(Button(phrases("account.sign-out")))
            }
            postForm(action: "/account/sign-out-everywhere", key: Token(world)) {
                actions(Button(phrases("account.sign-out-everywhere"), .secondary))
            }
        }
    }

    /// A code from a terminal is for setting up alone; who has done so goes on to sign in.
    private var lead: String {
        guard session.isForSetUp else { return session.level.rawValue }
        return canSignIn ? "ready" : "set-up"
    }

    private var canSignIn: Bool { has(.password) || !standing.passkeys.isEmpty }

    private var confirmed: [AccountFactor] { standing.factors.filter { $0.confirmedAt != nil } }

    private func has(_ kind: AccountFactor.Kind) -> Bool { confirmed.contains { $0.kind == kind } }

    private func tiles(_ phrases: Phrases) -> HTML {
        element("div", .class("tiles")) {
            for link in links {
                element("a", .class("tile"), .href(link.path)) {
                    element("span", .class("tile-label")) { phrases(link.label) }
                }
            }
        }
    }

    private func row(
        _ id: Token, _ kind: String, since: Instant, used: Instant?, _ phrases: Phrases
    ) -> HTML {
        element("section", .class("way")) {
            element("h3") { phrases("account.way.\(kind)") }
            element("p", .class("hint")) {
                phrases("account.way.since", ["when": ChinaTime.minute(since, in: phrases.language)])
                    + (used.map {
                        " "
                            + phrases(
                                "account.way.used", ["when": ChinaTime.minute($0, in: phrases.language)])
                    } ?? "")
            }
            postForm(action: "/account/ways/\(id)/removal", key: Token(world)) {
                actions(Button(phrases("account.way.remove"), .danger))
            }
        }
    }
}

/// Asks this device for a passkey.
struct PasskeyPage {
    /// Nil where browsers make no passkeys.
    let offer: PasskeyOffer?

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.site(
            context, title: phrases("account.passkey.title"), lead: phrases("account.passkey.lead"),
            script: [PasskeyOffer.script]
        ) {
            if let offer {
                offer.form(action: "/account/passkey", label: phrases("account.passkey.add"), phrases)
            } else {
                Notice(.warning, phrases("account.passkey.nowhere")).html
            }
            actions(Button(phrases("account.back"), .link, to: "/account"))
        }
    }
}

/// Takes a password.
struct PasswordPage {
    let error: String?
    let key: Token

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.site(
            context, title: phrases("account.password.title"), lead: phrases("account.password.lead"),
            hasErrors: error != nil
        ) {
            if let error { ErrorSummary([FieldError("password", error)]).html(phrases) }
            postForm(action: "/account/password", key: key) {
                Field(
                    .password, name: "password", label: phrases("account.password"),
                    hint: phrases("account.password.hint", ["least": String(PasswordRule.lengthMin)]),
                    error: error,
                    max: PasswordRule.lengthMax, autocomplete: "new-password"
                ).html
                actions(
                    Button(phrases("account.save")), Button(phrases("account.back"), .link, to: "/account"))
            }
        }
    }
}

/// Shows the key that an authenticator scans, and takes the code that shows it works.
struct AuthenticatorPage {
    let totp: TOTP?
    let account: String
    let error: String?
    let key: Token

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.site(
            context, title: phrases("account.totp.title"), lead: phrases("account.totp.lead"),
            hasErrors: error != nil
        ) {
            if let error { ErrorSummary([FieldError("code", error)]).html(phrases) }
            if let totp {
                let address = totp.address(issuer: "Egret", account: account)
                if let code = QRSymbol(address) { code.picture(alt: phrases("account.totp.picture")) }
                element("p") { phrases("account.totp.typed") }
                element("p", .class("typed-code")) { element("code") { totp.base32 } }
                postForm(action: "/account/authenticator", key: key) {
                    Field(
                        .code(length: 6), name: "code", label: phrases("account.second.code"), error: error,
                        autocomplete: "one-time-code"
                    ).html
                    actions(Button(phrases("account.totp.confirm")))
                }
            } else {
                postForm(action: "/account/authenticator/key", key: key) {
                    actions(
                        Button(phrases("account.totp.make")),
                        Button(phrases("account.back"), .link, to: "/account"))
                }
            }
        }
    }
}
