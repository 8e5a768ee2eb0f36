import Base
import Web

/// Asks a person whether another site may know who she is: who asks, what for, and each thing it would be told.
struct AskPage: Sendable {
    static let noteField = "request"

    let client: Client
    let scopes: Set<Scope>
    let note: String
    let cancel: String
    let key: Token

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let name = client.name[context.language] ?? client.id
        return frame.site(
            context, title: phrases("oidc.ask.title", ["client": name]),
            lead: phrases("oidc.ask.lead")
        ) {
            SummaryList([
                SummaryList.Row(phrases("oidc.ask.who"), name),
                SummaryList.Row(phrases("oidc.ask.why"), client.purpose[context.language] ?? ""),
                SummaryList.Row(phrases("oidc.ask.contact"), client.contact),
                SummaryList.Row(phrases("oidc.ask.law"), phrases("oidc.ask.article")),
            ]).html(phrases)
            element("h2") { phrases("oidc.ask.told") }
            ScopeList(scopes).html(phrases)
            if !scopes.contains(.citizenNumber) {
                element("p", .class("hint")) { phrases("oidc.ask.never") }
            }
            element("p", .class("hint")) { phrases("oidc.ask.back") }
            postForm(action: "/oidc/consent", key: key) {
                void("input", .type("hidden"), .name(Self.noteField), .value(note))
                actions(
                    Button(phrases("oidc.ask.agree")),
                    Button(phrases("oidc.ask.refuse"), .secondary, to: cancel))
            }
        }
    }
}

/// What a site is told, a line each.
struct ScopeList: Sendable {
    let scopes: [Scope]

    init(_ scopes: Set<Scope>) {
        self.scopes = Scope.allCases.filter(scopes.contains)
    }

    func html(_ phrases: Phrases) -> HTML {
        element("ul") {
            for scope in scopes {
                element("li") { phrases("oidc.scope.\(scope.rawValue.replacing("_", with: "-"))") }
            }
        }
    }
}
