import Base
import Web

/// Who may know a person's data because she said so, each with the way to take it back.
struct ConnectionsPage: Sendable {
    struct Connection: Sendable {
        let client: Client
        let consent: ClientConsent
    }

    let connections: [Connection]
    let isLinked: Bool
    /// One for each form.
    let keys: [Token]

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.site(
            context, title: phrases("connections.title"), lead: phrases("connections.lead")
        ) {
            if connections.isEmpty { element("p") { phrases("connections.none") } }
            for (connection, key) in zip(connections, keys) {
                section(connection, key, phrases, context.language)
            }
            PageHeading(phrases("connections.portal.title"), phrases("connections.portal.text")).html
            if isLinked, let key = keys.last {
                postForm(action: "/account/connections/portal/unlinking", key: key) {
                    actions(Button(phrases("connections.portal.unlink"), .secondary))
                }
            } else {
                actions(
                    Button(
                        phrases("connections.portal.link"), .secondary, to: "/portal/sign-in?next=/account"))
            }
        }
    }

    private func section(
        _ connection: Connection, _ key: Token, _ phrases: Phrases, _ language: Language
    ) -> HTML {
        fragment {
            PageHeading(
                connection.client.name[language] ?? connection.client.id,
                connection.client.purpose[language]
            ).html
            ScopeList(connection.consent.scopes).html(phrases)
            element("p", .class("hint")) {
                phrases(
                    "connections.since",
                    ["day": CalendarDate(inChinaAt: connection.consent.givenAt).shown(in: language)])
            }
            postForm(
                action: "/account/connections/\(connection.client.id)/withdrawal", key: key
            ) {
                actions(Button(phrases("connections.withdraw"), .secondary))
            }
        }
    }
}
