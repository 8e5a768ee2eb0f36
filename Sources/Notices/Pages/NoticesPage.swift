import Base
import Catalogue
import Web

/// What a person was told of her cases, and of which kinds she wants messages.
struct NoticesPage {
    let view: NoticeChoices.View
    let catalogue: Catalogue
    /// A key for each kind's own form.
    let keys: [Token]

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.site(context, title: phrases("notices.title"), lead: phrases("notices.lead")) {
            if view.offersWeChat { ways(phrases) }
            for (kind, key) in zip(NoticeKind.allCases, keys) { choice(kind, key, phrases) }
            element("h2") { phrases("notices.told.title") }
            if view.notices.isEmpty { element("p") { phrases("notices.told.none") } }
            SummaryList(view.notices.map { row($0, phrases, context.language) }).html(phrases)
            actions(Button(phrases("notices.back"), .link, to: "/account"))
        }
    }

    private func ways(_ phrases: Phrases) -> HTML {
        element("section", .class("way")) {
            element("h2") { phrases("wechat.title") }
            if view.isElsewhere {
                Notice(.warning, phrases("wechat.elsewhere.title"), phrases("wechat.elsewhere.what")).html
            }
            element("p") { phrases("notices.way.\(view.channel?.rawValue ?? "none")") }
            actions(Button(phrases(label), .secondary, to: WeChatPage.path))
        }
    }

    private var label: String {
        if view.isElsewhere { return "wechat.anew" }
        return view.channel == nil ? "notices.way.begin" : "notices.way.change"
    }

    private func choice(_ kind: NoticeKind, _ key: Token, _ phrases: Phrases) -> HTML {
        let isWanted = !view.declined.contains(kind)
        return element("section", .class("way")) {
            element("h2") { phrases("notices.kind.\(kind.rawValue)") }
            if kind.isRequired {
                element("p", .class("hint")) { phrases("notices.required.\(kind.rawValue)") }
            } else {
                element("p") { phrases(isWanted ? "notices.wanted" : "notices.unwanted") }
                postForm(action: "/account/notices", key: key) {
                    void("input", .type("hidden"), .name("kind"), .value(kind.rawValue))
                    actions(
                        Button(
                            phrases(isWanted ? "notices.decline" : "notices.accept"), .secondary,
                            name: "wanted", value: isWanted ? "no" : "yes"))
                }
            }
        }
    }

    private func row(_ notice: CaseNotice, _ phrases: Phrases, _ language: Language) -> SummaryList.Row {
        let name = catalogue[notice.service]?.name[language] ?? ""
        let outcome = phrases(
            notice.outcome == .sent && notice.isByWeChat
                ? "notices.outcome.wechat" : "notices.outcome.\(notice.outcome?.rawValue ?? "waiting")")
        return SummaryList.Row(
            "\(ChinaTime.minute(notice.madeAt, in: phrases.language)) · \(phrases("notices.kind.\(notice.kind.rawValue)"))",
            "\(name) \(notice.spoken) · \(outcome)")
    }
}
