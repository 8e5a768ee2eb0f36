public import Base
public import Web
import Passkeys

/// Asks somebody who is signed in to show her passkey again.
struct ProofPage {
    let offer: PasskeyOffer
    /// Where she goes on; one of ``places``, or below one.
    let next: String

    /// The pages that want a passkey shown a short while ago.
    static let places = [
        "/approvals", "/catalogue/editor", "/delays", "/exports", "/people", "/periods", "/revocations",
        "/volunteers",
        "/watched", "/work", "/work/exports",
    ]
    static let home = "/me"

    /// Nothing but a page of the desk: an address from outside leads nowhere.
    static func next(_ text: String?) -> String {
        guard let text, places.contains(where: { text == $0 || text.hasPrefix($0 + "/") }),
            text.wholeMatch(of: /(?:\/[A-Za-z0-9-]+)+/) != nil
        else { return home }
        return text
    }

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("staff.proof.title"), script: [PasskeyOffer.script]) {
            element("p") { phrases("staff.proof.lead") }
            offer.form(action: "/me/proof?next=\(next)", label: phrases("staff.proof.button"), phrases)
        }
    }
}

/// The way to show her passkey again, on a page whose forms want it; nothing while it was shown a short while ago.
public struct ProofLink: Sendable {
    /// Nil as long as no proof is wanted.
    let next: String?

    /// `words` are of a key, and say what wants it.
    public func html(_ phrases: Phrases, _ words: String = "staff.proof.needed") -> HTML {
        fragment {
            if let next {
                element("p", .class("notice information")) {
                    element("a", .href("/me/proof?next=\(next)")) { phrases(words) }
                }
            }
        }
    }
}

extension StaffPresence {
    /// From a page to which she comes back, at `next`.
    public func proofLink(_ next: String, at now: Instant) -> ProofLink {
        ProofLink(next: session.isFresh(at: now) ? nil : next)
    }
}
