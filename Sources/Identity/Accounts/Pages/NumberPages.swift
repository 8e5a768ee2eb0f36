import Base
import Web

/// Takes the number of a phone; on a terminal and in her account alike.
struct NumberPage {
    /// Her present one.
    let present: Phone?
    let error: String?
    let key: Token

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.own(
            context, title: phrases("number.title"), lead: phrases("number.lead"), spoken: "number.spoken",
            back: context.surface == .terminal ? AccountKioskRoutes.firstPage : nil, hasErrors: error != nil
        ) {
            if let error { ErrorSummary([FieldError("number", error)]).html(phrases) }
            SummaryList([.init(phrases("account.phone"), present?.masked ?? phrases("account.phone.none"))])
                .html(phrases)
            postForm(action: "/account/number", key: key) {
                Field(
                    .phone, name: "number", label: phrases("number.field"), hint: phrases("number.hint"),
                    error: error, max: 20, autocomplete: filled("tel", context)
                ).html
                if context.surface == .terminal { keypad(for: "number", phrases) }
                actions(Button(phrases("number.send")))
            }
            if context.surface != .terminal {
                actions(Button(phrases("account.back"), .link, to: "/account"))
            }
        }
    }
}

/// Takes the code that was sent to it.
struct NumberCodePage {
    let phone: Phone
    let error: String?
    let key: Token
    let againKey: Token

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.own(
            context, title: phrases("number.code.title"),
            lead: phrases("number.code.lead", ["phone": phone.masked]), spoken: "number.code.spoken",
            back: context.surface == .terminal ? "/account/number" : nil, hasErrors: error != nil
        ) {
            if let error { ErrorSummary([FieldError("code", error)]).html(phrases) }
            postForm(action: "/account/number/code", key: key) {
                void("input", .type("hidden"), .name("number"), .value(phone.text))
                Field(
                    .code(length: LoginCode.digits), name: "code", label: phrases("account.second.code"),
                    error: error, autocomplete: filled("one-time-code", context)
                ).html
                if context.surface == .terminal { keypad(for: "code", phrases) }
                actions(Button(phrases("number.confirm")))
            }
            postForm(action: "/account/number", key: againKey) {
                void("input", .type("hidden"), .name("number"), .value(phone.text))
                actions(Button(phrases("number.again"), .secondary))
            }
            actions(Button(phrases("number.other"), .link, to: "/account/number"))
        }
    }
}

/// What a browser of her own may fill in; one that many use keeps nobody's words for the next.
private func filled(_ what: String, _ context: EgretContext) -> String {
    context.surface == .terminal ? "off" : what
}

extension Frame {
    /// A page that stands on a terminal and on the public site.
    fileprivate func own(
        _ context: EgretContext, title: String, lead: String, spoken: String, back: String?, hasErrors: Bool,
        @HTMLBuilder content: () -> HTML
    ) -> HTML {
        context.surface == .terminal
            ? kiosk(
                context, title: title, lead: lead, back: back, spoken: spoken, script: ["keypad.js"],
                hasErrors: hasErrors, content: content)
            : site(context, title: title, lead: lead, hasErrors: hasErrors, content: content)
    }
}
