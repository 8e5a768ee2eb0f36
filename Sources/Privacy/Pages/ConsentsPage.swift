public import Base
public import Web
import Catalogue

/// Every purpose that needs a consent, whether it holds, and a button to give it or take it back.
public struct ConsentsPage: Sendable {
    public let entries: [ConsentLedger.Entry]
    /// A key for each button, in the order of the entries.
    public let keys: [Token]
    /// Whether a guardian is there for a child.
    public let isByGuardian: Bool

    public init(entries: [ConsentLedger.Entry], keys: [Token], isByGuardian: Bool = false) {
        self.entries = entries
        self.keys = keys
        self.isByGuardian = isByGuardian
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.privacy(
            context, title: phrases(isByGuardian ? "consents.guardian.title" : "consents.title"),
            lead: phrases(isByGuardian ? "consents.guardian.lead" : "consents.lead"),
            back: isByGuardian ? nil : context.own("/my-data"), spoken: "consents.spoken"
        ) {
            for (entry, key) in zip(entries, keys) { section(entry, key, phrases, context) }
            actions(
                isByGuardian
                    ? Button(phrases("consents.guardian.done"), to: "/goodbye")
                    : Button(phrases("requests.back"), to: context.own("/my-data")))
        }
    }

    private func section(
        _ entry: ConsentLedger.Entry, _ key: Token, _ phrases: Phrases, _ context: EgretContext
    ) -> HTML {
        let (purpose, language) = (entry.purpose, context.language)
        return element("section", .class("looks")) {
            element("h2") { purpose.name[language] }
            element("p") { element("strong") { standing(entry.standing, phrases) } }
            SummaryList([
                .init(phrases("consents.what"), purpose.what[language]),
                .init(phrases("looks.fields"), purpose.fields[language]),
                .init(phrases("consents.receiver"), purpose.receiver[language]),
                .init(phrases("consents.period"), period(purpose.period, phrases)),
                .init(phrases("looks.law"), PrivacyLaw.text(purpose.legalBasis, phrases)),
                .init(phrases("consents.effect"), purpose.withdrawal[language]),
            ]).html(phrases)
            if entry.holds || entry.canBeGiven {
                postForm(action: context.own("/consents"), key: key) {
                    void("input", .type("hidden"), .name("purpose"), .value(purpose.id))
                    actions(
                        Button(
                            phrases(entry.holds ? "consents.withdraw" : "consents.give"), .secondary,
                            name: "act", value: entry.holds ? "withdraw" : "give"))
                }
            } else {
                element("p", .class("hint")) { phrases("consents.in-visit") }
            }
        }
    }

    private func standing(_ standing: ConsentLedger.Entry.Standing, _ phrases: Phrases) -> String {
        let language = phrases.language
        return switch standing {
        case .never: phrases("consents.standing.never")
        case .holds(let since, nil):
            phrases("consents.standing.visit", ["since": ChinaTime.minute(since, in: language)])
        case .holds(let since, let until?):
            phrases(
                "consents.standing.holds",
                [
                    "since": ChinaTime.minute(since, in: language),
                    "until": CalendarDate(inChinaAt: until).shown(in: language),
                ])
        case .withdrawn(let at):
            phrases("consents.standing.withdrawn", ["at": ChinaTime.minute(at, in: language)])
        case .over(let at): phrases("consents.standing.over", ["at": ChinaTime.minute(at, in: language)])
        }
    }

    private func period(_ period: ConsentPurpose.Period, _ phrases: Phrases) -> String {
        switch period {
        case .visit: phrases("consents.period.visit")
        case .days(let days): phrases("consents.period.days", ["days": "\(days)"])
        }
    }
}
