import Base
import Casework
import Catalogue
import Staff
import Web

/// What a clerk can do with a step that she has claimed, the most frequent first.
struct DecisionForms {
    static let noteMax = 500

    let path: String
    /// What the person was asked, and can be asked again.
    let questions: [Question]
    /// Whether corrections may still be asked for.
    let mayAsk: Bool
    /// Whether it waits for a clerk's word that it is complete.
    let mayAccept: Bool
    let colleagues: [StaffAccount]
    /// Whether the clerk answers the person in writing.
    let replies: Bool

    func html(_ phrases: Phrases, _ language: Language) -> HTML {
        fragment {
            element("h2") { phrases("clerk.decide.title") }
            if mayAccept {
                form("acceptance", phrases("clerk.accept.button"), .secondary, "e") {
                    element("p", .class("hint")) { phrases("clerk.accept.hint") }
                }
            }
            form("approval", phrases("clerk.approve.button"), .primary, "a") {
                if replies {
                    Field(
                        .paragraph(rows: 4), name: "reply", label: phrases("clerk.reply.label"),
                        hint: phrases("clerk.reply.hint"), max: Self.noteMax
                    ).html
                }
            }
            if mayAsk, !questions.isEmpty { correction(phrases, language) }
            section(phrases("clerk.refuse.title")) {
                form("refusal", phrases("clerk.refuse.button"), .danger, "r") { Self.refusal(phrases) }
            }
            if !colleagues.isEmpty { handOver(phrases) }
            form("release", phrases("clerk.release.button"), .secondary, "b") { HTML() }
        }
    }

    /// Why, from the templates, and in the clerk's own words.
    static func refusal(_ phrases: Phrases) -> HTML {
        fragment {
            Choice(
                name: "reason", label: phrases("clerk.refuse.reason"),
                options: RefusalReason.allCases.map {
                    .init($0.rawValue, phrases("refusal.reason.\($0.rawValue)"))
                }
            ).html
            note("refusal-note", phrases)
        }
    }

    private func correction(_ phrases: Phrases, _ language: Language) -> HTML {
        section(phrases("clerk.ask.title")) {
            form("correction", phrases("clerk.ask.button"), .secondary, "k") {
                element("fieldset", .class("field")) {
                    element("legend") { phrases("clerk.ask.questions") }
                    element("p", .class("hint")) { phrases("clerk.ask.once") }
                    for question in questions {
                        element("p") {
                            element("label") {
                                void(
                                    "input", .type("checkbox"), .name("question"), .value(question.id))
                                " \(question.label[language])"
                            }
                        }
                    }
                }
                Choice(
                    name: "correction-reason", label: phrases("clerk.ask.reason"),
                    options: CorrectionReason.allCases.map {
                        .init($0.rawValue, phrases("correction.reason.\($0.rawValue)"))
                    }
                ).html
                Self.note("correction-note", phrases)
            }
        }
    }

    private func handOver(_ phrases: Phrases) -> HTML {
        section(phrases("clerk.hand-over.title")) {
            form("hand-over", phrases("clerk.hand-over.button"), .secondary, "h") {
                Self.colleague(colleagues, phrases)
            }
        }
    }

    static func colleague(_ colleagues: [StaffAccount], _ phrases: Phrases) -> HTML {
        element("p", .class("field")) {
            element("label", .for("colleague")) { phrases("clerk.hand-over.colleague") }
            element("select", .id("colleague"), .name("colleague")) {
                for account in colleagues {
                    element("option", .value(account.id)) { "\(account.id) \(account.name.text)" }
                }
            }
        }
    }

    private static func note(_ name: String, _ phrases: Phrases) -> HTML {
        Field(
            .paragraph(rows: 3), name: name, label: phrases("clerk.note.label"),
            hint: phrases("clerk.note.hint"), max: noteMax
        ).html
    }

    private func section(_ title: String, @HTMLBuilder content: () -> HTML) -> HTML {
        element("details", .class("desk-act")) {
            element("summary") { title }
            content()
        }
    }

    private func form(
        _ act: String, _ label: String, _ kind: Button.Kind, _ accessKey: String,
        @HTMLBuilder content: () -> HTML
    ) -> HTML {
        element("form", .method("post"), .action("\(path)/\(act)"), .data("once", "true")) {
            content()
            element("div", .class("actions")) {
                element("button", .class("button \(kind.rawValue)"), .accessKey(accessKey)) { label }
            }
        }
    }
}
