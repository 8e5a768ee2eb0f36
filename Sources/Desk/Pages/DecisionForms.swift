import Base
import Casework
import Catalogue
import Staff
import Web

/// What a clerk can do with a step that she has claimed, the most frequent first.
struct DecisionForms {
    static let noteMax = 500

    let path: String
    /// Where she goes on.
    let list: ListAddress?
    /// What the person was asked, and can be asked again; none once corrections may no more be asked for.
    let questions: [Question]
    /// Whether those are there only because their files turned out to be infected.
    let asksLostOnly: Bool
    /// Whether it waits for a clerk's word that it is complete.
    let mayAccept: Bool
    let colleagues: [StaffAccount]
    /// Where else it may go; none where it went often enough.
    let offices: [StepQueue]
    let catalogue: Catalogue
    /// Those of the step's department, its service's first.
    let reasons: (StepReason.Act) -> [StepReason]
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
            if !questions.isEmpty { correction(phrases, language) }
            Self.section(phrases("clerk.refuse.title")) {
                form("refusal", phrases("clerk.refuse.button"), .danger, "r") {
                    Self.refusal(reasons(.refusal), phrases, language)
                }
            }
            if !colleagues.isEmpty { Self.handOver(colleagues, path: path, list: list, phrases) }
            if !offices.isEmpty {
                Self.section(phrases("clerk.refer.title")) {
                    form("referral", phrases("clerk.refer.button"), .secondary, "o") {
                        ReferralPart.fields(offices, catalogue, phrases)
                    }
                }
            }
            form("release", phrases("clerk.release.button"), .secondary, "b") { HTML() }
        }
    }

    /// Why, from the list, and in the clerk's own words.
    static func refusal(_ reasons: [StepReason], _ phrases: Phrases, _ language: Language) -> HTML {
        fragment {
            Choice(
                name: "reason", label: phrases("clerk.refuse.reason"), options: options(reasons, language)
            ).html
            note("refusal-note", phrases)
        }
    }

    private func correction(_ phrases: Phrases, _ language: Language) -> HTML {
        Self.section(phrases("clerk.ask.title")) {
            form("correction", phrases("clerk.ask.button"), .secondary, "k") {
                element("fieldset", .class("field")) {
                    element("legend") { phrases("clerk.ask.questions") }
                    element("p", .class("hint")) {
                        phrases(asksLostOnly ? "clerk.ask.lost" : "clerk.ask.once")
                    }
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
                    options: Self.options(reasons(.correction), language)
                ).html
                Self.note("correction-note", phrases)
            }
        }
    }

    private static func options(_ reasons: [StepReason], _ language: Language) -> [Choice.Option] {
        reasons.map { .init($0.id, $0.words[language]) }
    }

    /// Also what waits for its person is handed over: her answer comes back to whoever has it.
    static func handOver(
        _ colleagues: [StaffAccount], path: String, list: ListAddress?, _ phrases: Phrases
    ) -> HTML {
        section(phrases("clerk.hand-over.title")) {
            form("hand-over", phrases("clerk.hand-over.button"), .secondary, "h", path: path, list: list) {
                colleague(colleagues, phrases)
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

    static func note(_ name: String, _ phrases: Phrases) -> HTML {
        Field(
            .paragraph(rows: 3), name: name, label: phrases("clerk.note.label"),
            hint: phrases("clerk.note.hint"), max: noteMax
        ).html
    }

    private static func section(_ title: String, @HTMLBuilder content: () -> HTML) -> HTML {
        element("details", .class("desk-act")) {
            element("summary") { title }
            content()
        }
    }

    private func form(
        _ act: String, _ label: String, _ kind: Button.Kind, _ accessKey: String,
        @HTMLBuilder content: () -> HTML
    ) -> HTML {
        Self.form(act, label, kind, accessKey, path: path, list: list, content: content)
    }

    private static func form(
        _ act: String, _ label: String, _ kind: Button.Kind, _ accessKey: String, path: String,
        list: ListAddress?, @HTMLBuilder content: () -> HTML
    ) -> HTML {
        element("form", .method("post"), .action("\(path)/\(act)"), .data("once", "true")) {
            list?.field
            content()
            element("div", .class("actions")) {
                element("button", .class("button \(kind.rawValue)"), .accessKey(accessKey)) { label }
            }
        }
    }
}
