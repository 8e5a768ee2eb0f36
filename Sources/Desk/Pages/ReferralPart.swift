import Base
import Casework
import Catalogue
import Web

/// A step that goes to another office: where to and why, and at the other end from where, by whom and why.
struct ReferralPart {
    let view: DeskQueries.View
    let catalogue: Catalogue
    /// The names of the desk's accounts.
    let people: [String: String]
    /// Whether who reads it may send it on however often it has gone.
    let watches: Bool

    static func fields(_ offices: [StepQueue], _ catalogue: Catalogue, _ phrases: Phrases) -> HTML {
        fragment {
            element("p", .class("hint")) { phrases("clerk.refer.hint") }
            office(offices, catalogue, phrases)
            Choice(
                name: "referral-reason", label: phrases("clerk.refer.reason"),
                options: ReferralReason.allCases.map {
                    .init($0.rawValue, phrases("referral.reason.\($0.rawValue)"))
                }
            ).html
            Field(
                .paragraph(rows: 3), name: "referral-note", label: phrases("clerk.refer.note"),
                hint: phrases("clerk.refer.note.hint"), max: DecisionForms.noteMax
            ).html
        }
    }

    /// What it takes to say that nobody here may decide it: no reason to choose, and nothing to say about what nobody has read.
    static func recusal(_ offices: [StepQueue], _ catalogue: Catalogue, _ phrases: Phrases) -> HTML {
        fragment {
            element("p", .class("hint")) { phrases("clerk.recuse.hint") }
            void(
                "input", .type("hidden"), .name("referral-reason"),
                .value(ReferralReason.recusal.rawValue))
            office(offices, catalogue, phrases)
        }
    }

    private static func office(_ offices: [StepQueue], _ catalogue: Catalogue, _ phrases: Phrases) -> HTML {
        element("p", .class("field")) {
            element("label", .for("office")) { phrases("clerk.refer.office") }
            element("select", .id("office"), .name("office")) {
                element("option", .value("")) { phrases("clerk.refer.choose") }
                for office in offices {
                    element("option", .value(office.rawValue)) { QueueName.place(office, catalogue, phrases) }
                }
            }
        }
    }

    /// What the office that has it now is told; nothing where it came from nowhere else.
    func html(_ phrases: Phrases) -> HTML? {
        let last = view.history.last { $0.step == view.step.key.step && $0.referral != nil }
        guard let last, let referral = last.referral else { return nil }
        let words = [
            phrases("referral.reason.\(referral.reason.rawValue)"),
            last.account.map { StepTable.person($0, people) }, view.referralNote,
        ]
        return fragment {
            Notice(
                .information,
                phrases(
                    "clerk.referral.from", ["office": QueueName.words(referral.from, catalogue, phrases)]),
                words.compactMap(\.self).joined(separator: " · ")
            ).html
            if !view.mayBeReferred, !watches, view.step.state.isOpen {
                element("p", .class("hint")) { phrases("clerk.referral.last") }
            }
        }
    }
}
