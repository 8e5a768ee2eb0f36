public import Base
public import Web
import Passkeys

/// Asks somebody who is signed in to show her passkey again.
struct ProofPage {
    let offer: PasskeyOffer
    /// Where she goes on; one of ``places``.
    let next: String

    /// The pages that want a passkey shown a short while ago.
    static let places = [
        "/approvals", "/delays", "/exports", "/people", "/periods", "/revocations", "/volunteers",
        "/watched", "/work", "/work/exports",
    ]
    static let home = "/me"

    /// Nothing but a page of the desk: an address from outside leads nowhere.
    static func next(_ text: String?) -> String { text.flatMap { places.contains($0) ? $0 : nil } ?? home }

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("staff.proof.title"), script: [PasskeyOffer.script]) {
            element("p") { phrases("staff.proof.lead") }
            offer.form(action: "/me/proof?next=\(next)", label: phrases("staff.proof.button"), phrases)
        }
    }
}

extension StaffPresence {
    /// The way to show her passkey again, on a page whose forms want it; nothing while it was shown a short while ago.
    public func proofLink(_ next: String, at now: Instant, _ phrases: Phrases) -> HTML {
        fragment {
            if !session.isFresh(at: now) {
                element("p", .class("notice information")) {
                    element("a", .href("/me/proof?next=\(next)")) { phrases("staff.proof.needed") }
                }
            }
        }
    }
}
