import Base
import Web

/// How a person ties her WeChat to her account, and which way her messages go.
struct WeChatPage {
    let standing: BindWeChat.Standing
    /// Why the code was not taken.
    var error: String?
    /// One for each form, in the order in which they stand.
    let keys: [Token]

    static let path = "/account/notices/wechat"

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.site(
            context, title: phrases("wechat.title"), lead: phrases("wechat.lead"), hasErrors: error != nil
        ) {
            switch standing {
            case .none: first(phrases)
            case .waiting(let address): waiting(address, phrases)
            case .scanned(let tail): scanned(tail, phrases)
            case .asked(let tail): asked(tail, phrases)
            case .bound(let binding, let holds): bound(binding, holds, phrases)
            }
            actions(Button(phrases("wechat.back"), .link, to: "/account/notices"))
        }
    }

    private func first(_ phrases: Phrases) -> HTML {
        fragment {
            element("ul", .class("facts")) {
                for fact in ["told", "untold", "kept", "free"] {
                    element("li") { phrases("wechat.first.\(fact)") }
                }
            }
            element("p", .class("hint")) { phrases("wechat.law") }
            form(0, Button(phrases("wechat.begin"), .primary, name: "act", value: "begin"))
        }
    }

    private func waiting(_ address: String, _ phrases: Phrases) -> HTML {
        fragment {
            element("h2") { phrases("wechat.waiting.title") }
            element("p") { phrases("wechat.waiting.what") }
            if let picture = QRSymbol(address) { picture.picture(alt: phrases("wechat.picture")) }
            element("p", .class("hint")) { phrases("wechat.waiting.same-phone") }
            actions(Button(phrases("wechat.waiting.done"), .primary, to: Self.path))
            form(0, Button(phrases("wechat.drop"), .secondary, name: "act", value: "drop"))
        }
    }

    private func scanned(_ tail: String, _ phrases: Phrases) -> HTML {
        fragment {
            element("h2") { phrases("wechat.scanned.title") }
            element("p") { phrases("wechat.scanned.what", ["tail": tail]) }
            form(0, Button(phrases("wechat.scanned.yes"), .primary, name: "act", value: "claim"))
            form(1, Button(phrases("wechat.scanned.no"), .secondary, name: "act", value: "drop"))
        }
    }

    private func asked(_ tail: String, _ phrases: Phrases) -> HTML {
        fragment {
            if let error { ErrorSummary([FieldError("code", error)]).html(phrases) }
            element("h2") { phrases("wechat.asked.title") }
            element("p") { phrases("wechat.asked.what", ["tail": tail]) }
            postForm(action: Self.path, key: keys[0]) {
                Field(
                    .code(length: WeChatScene.codeDigits), name: "code", label: phrases("wechat.asked.code"),
                    error: error, autocomplete: "one-time-code"
                ).html
                actions(Button(phrases("wechat.asked.confirm"), .primary, name: "act", value: "code"))
            }
            form(1, Button(phrases("wechat.asked.none"), .secondary, name: "act", value: "drop"))
        }
    }

    private func bound(_ binding: WeChatBinding, _ holds: Bool, _ phrases: Phrases) -> HTML {
        fragment {
            element("p") {
                phrases(
                    "wechat.bound.what",
                    ["when": ChinaTime.minute(binding.boundAt, in: phrases.language), "tail": binding.tail])
            }
            if holds, binding.elsewhereSince != nil {
                Notice(.warning, phrases("wechat.elsewhere.title"), phrases("wechat.elsewhere.what")).html
                form(0, Button(phrases("wechat.anew"), .primary, name: "act", value: "begin"))
            } else if holds {
                postForm(action: Self.path, key: keys[0]) {
                    Choice(
                        name: "channel", label: phrases("wechat.channel"),
                        options: NoticeChannel.allCases.map { way in
                            .init(
                                way.rawValue, phrases("wechat.channel.\(way.rawValue)"),
                                hint: way == .sms ? nil : phrases("wechat.channel.\(way.rawValue).hint"))
                        }, chosen: binding.channel.rawValue
                    ).html
                    actions(Button(phrases("wechat.channel.keep"), .primary, name: "act", value: "channel"))
                }
            } else {
                Notice(.warning, phrases("wechat.paused")).html
                form(0, Button(phrases("wechat.agree"), .primary, name: "act", value: "agree"))
            }
            form(1, Button(phrases("wechat.unbind"), .danger, name: "act", value: "unbind"))
        }
    }

    private func form(_ key: Int, _ button: Button) -> HTML {
        postForm(action: Self.path, key: keys[key]) { actions(button) }
    }
}
