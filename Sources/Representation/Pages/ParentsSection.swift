import Base
import Web

/// The children who want to act for a person, on her page of mandates: each with her word, and the buttons to give it.
struct ParentsSection {
    let asked: [AnswerChild.Asked]
    /// Whether she has proved herself enough to agree; refusing takes no more than being there.
    let mayAgree: Bool
    let now: Instant
    let world: World

    func html(_ phrases: Phrases, _ context: EgretContext) -> HTML {
        fragment {
            if !asked.isEmpty {
                element("h2") { phrases("parents.title") }
                for child in asked { section(child, phrases, context) }
            }
        }
    }

    private func section(_ child: AnswerChild.Asked, _ phrases: Phrases, _ context: EgretContext) -> HTML {
        let standing = child.agreement.standing(at: now)
        return element("section", .class("looks")) {
            element("h3") {
                phrases("acting.candidate.ending", ["name": child.maskedName, "ending": child.ending])
            }
            element("p") {
                phrases(
                    "parents.standing.\(standing.rawValue)", ["day": day(child.agreement, context.language)])
            }
            if standing != .holds {
                if mayAgree {
                    press(child, .agreed, .primary, phrases, context)
                } else {
                    element("p", .class("hint")) { phrases("parents.prove") }
                }
            }
            if standing != .refused { press(child, .refused, .danger, phrases, context) }
        }
    }

    private func day(_ agreement: ParentAgreement, _ language: Language) -> String {
        agreement.until.map { CalendarDate(inChinaAt: $0).shown(in: language) } ?? ""
    }

    private func press(
        _ child: AnswerChild.Asked, _ answer: ParentAgreement.Answer, _ kind: Button.Kind,
        _ phrases: Phrases, _ context: EgretContext
    ) -> HTML {
        postForm(
            action: MandatesPage.place(context) + "/\(child.agreement.id)/agreement", key: Token(world)
        ) {
            void("input", .type("hidden"), .name("answer"), .value(answer.rawValue))
            actions(Button(phrases("parents.\(answer.rawValue)"), kind))
        }
    }
}
