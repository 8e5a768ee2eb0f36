public import Base
public import Catalogue
public import Web
import Storage

/// One request: number, clock, answer or refusal with the ways on, history.
public struct RequestPage: Sendable {
    public let request: PrivacyRequest
    public let steps: [RequestStep]
    public let rules: PrivacyRules
    public let now: Instant
    /// What a deletion has to wait for.
    public let kept: [EraseOnRequest.Kept]
    public let keys: (withdrawal: Token, appeal: Token)

    public init(
        request: PrivacyRequest, steps: [RequestStep], rules: PrivacyRules, now: Instant,
        kept: [EraseOnRequest.Kept], keys: (withdrawal: Token, appeal: Token)
    ) {
        self.request = request
        self.steps = steps
        self.rules = rules
        self.now = now
        self.kept = kept
        self.keys = keys
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.privacy(
            context, title: phrases("rights.\(request.right.rawValue).name"),
            lead: RequestWords(request, at: now, phrases).standing, back: context.own("/requests"),
            spoken: "request.spoken"
        ) {
            SummaryList(facts(phrases)).html(phrases)
            if request.right == .copy, request.state == .answered { copy(phrases, context) }
            if request.right == .deletion, !request.state.isOver { deletion(phrases) }
            outcome(phrases, context.language)
            element("h2") { phrases("request.history") }
            element("ol") {
                for step in steps {
                    element("li") {
                        ChinaTime.minute(step.at, in: phrases.language) + " "
                            + phrases("request.event.\(step.event.rawValue)")
                    }
                }
            }
            acts(phrases, context)
            actions(Button(phrases("requests.back"), to: context.own("/requests")))
        }
    }

    private func facts(_ phrases: Phrases) -> [SummaryList.Row] {
        var rows = [
            SummaryList.Row(phrases("request.number"), request.number.rawValue),
            SummaryList.Row(phrases("request.made"), ChinaTime.minute(request.madeAt, in: phrases.language)),
            SummaryList.Row(phrases("request.about"), phrases("topic.\(request.topic.rawValue)")),
        ]
        if let index = request.aboutIndex {
            rows.append(
                SummaryList.Row(
                    phrases("request.act"), phrases("looks.number", ["number": "\(index)"])))
        }
        if let text = request.text { rows.append(SummaryList.Row(phrases("request.text"), text)) }
        if let clock = rules[request.right] {
            rows.append(
                SummaryList.Row(phrases("looks.law"), PrivacyLaw.text(clock.legalBasis, phrases)))
        }
        return rows
    }

    @HTMLBuilder private func copy(_ phrases: Phrases, _ context: EgretContext) -> HTML {
        Notice(.success, phrases("request.copy.ready"), phrases("request.copy.days")).html
        if context.surface == .terminal {
            element("p") { phrases("request.copy.account") }
        } else {
            actions(
                Button(
                    phrases("request.copy.fetch"), to: context.own("/requests/\(request.number)/copy.json")))
        }
    }

    @HTMLBuilder private func deletion(_ phrases: Phrases) -> HTML {
        element("p") { phrases("request.deletion.after-visit") }
        if !kept.isEmpty {
            element("h2") { phrases("request.deletion.kept") }
            element("ul") {
                for one in kept {
                    element("li") {
                        phrases(
                            "request.deletion.until",
                            [
                                "what": phrases("request.deletion.\(one.kept.rawValue)"),
                                "day": CalendarDate(inChinaAt: one.until).shown(in: phrases.language),
                                "law": PrivacyLaw.text(one.legalBasis, phrases),
                            ])
                    }
                }
            }
        }
    }

    @HTMLBuilder private func outcome(_ phrases: Phrases, _ language: Language) -> HTML {
        if let reason = request.reason {
            Notice(.warning, phrases("request.refused"), phrases("request.reason.\(reason.rawValue)")).html
        }
        if let answer = request.answer {
            element("h2") { phrases("request.answer") }
            for line in answer.split(separator: "\n") { element("p") { HTML.typed(String(line)) } }
        }
        if request.endedAt != nil, request.state != .withdrawn {
            element("h2") { phrases("request.ways-on") }
            element("ol") {
                // The first of them is the second look, which is over once it was taken.
                for appeal in rules.appeals.dropFirst(request.state.isOver ? 1 : 0) {
                    element("li") { appeal[language] }
                }
            }
        }
    }

    @HTMLBuilder private func acts(_ phrases: Phrases, _ context: EgretContext) -> HTML {
        if request.state.after(.appealed) != nil {
            postForm(action: context.own("/requests/\(request.number)/appeal"), key: keys.appeal) {
                actions(Button(phrases("request.appeal"), .secondary))
            }
        }
        if request.state.after(.withdrawn) != nil {
            postForm(action: context.own("/requests/\(request.number)/withdrawal"), key: keys.withdrawal) {
                actions(Button(phrases("request.withdraw"), .secondary))
            }
        }
    }
}
