import Base
import Catalogue
import Web

/// A version of a service that another person has been asked to agree to, for whoever would write or ask for the next.
struct WaitingVersion: Sendable {
    let proposal: ServiceProposal
    /// Who asked, by number and name.
    let by: String
    /// When it is over without a decision.
    let until: Instant

    func html(_ phrases: Phrases) -> HTML {
        element("section", .class("notice information"), .role("status")) {
            element("p", .class("notice-title")) {
                phrases("editor.waiting", ["version": String(proposal.version)])
            }
            element("p") {
                phrases(
                    "editor.waiting.text",
                    ["account": by, "until": ChinaTime.minute(until, in: phrases.language)])
            }
            element("p") {
                element("a", .href("/catalogue/proposals/\(proposal.id)")) { phrases("editor.waiting.open") }
            }
        }
    }
}
