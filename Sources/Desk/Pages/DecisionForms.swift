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
    let colleagues: [StaffAccount]
    /// A form that was sent with something missing in it.
    var sent: Sent?

    enum Kind { case refusal, correction }

    /// What is missing in a form that was sent.
    enum Missing: Error { case question, reason }

    /// A form as it was sent, to be shown again with the word that is missing.
    struct Sent {
        let kind: Kind
        let lacks: Missing
        let ticked: Set<String>
        let reason: String?
        let note: String

        init(_ kind: Kind, _ form: Form, lacks: Missing) {
            (self.kind, self.lacks) = (kind, lacks)
            ticked = Set(form.all("question"))
            reason = form[kind == .refusal ? "reason" : "correction-reason"]
            note = form[kind == .refusal ? "refusal-note" : "correction-note"] ?? ""
        }
    }

    func html(_ phrases: Phrases, _ language: Language) -> HTML {
        fragment {
            element("h2") { phrases("clerk.decide.title") }
            form("approval", phrases("clerk.approve.button"), .primary, "a") { HTML() }
            if mayAsk, !questions.isEmpty { correction(phrases, language) }
            let refused = sent.flatMap { $0.kind == .refusal ? $0 : nil }
            section(phrases("clerk.refuse.title"), isOpen: refused != nil) {
                form("refusal", phrases("clerk.refuse.button"), .danger, "r") {
                    Self.refusal(phrases, sent: refused)
                }
            }
            if !colleagues.isEmpty { handOver(phrases) }
            form("release", phrases("clerk.release.button"), .secondary, "b") { HTML() }
        }
    }

    /// Why, from the templates, and in the clerk's own words.
    static func refusal(_ phrases: Phrases, sent: Sent? = nil) -> HTML {
        fragment {
            Choice(
                name: "reason", label: phrases("clerk.refuse.reason"),
                options: RefusalReason.allCases.map {
                    .init($0.rawValue, phrases("refusal.reason.\($0.rawValue)"))
                }, error: sent.map { _ in phrases("clerk.refuse.reason.missing") }
            ).html
            note("refusal-note", phrases, sent?.note)
        }
    }

    private func correction(_ phrases: Phrases, _ language: Language) -> HTML {
        let asked = sent.flatMap { $0.kind == .correction ? $0 : nil }
        let lacksQuestion = asked?.lacks == .question
        return section(phrases("clerk.ask.title"), isOpen: asked != nil) {
            form("correction", phrases("clerk.ask.button"), .secondary, "k") {
                element("fieldset", .class(lacksQuestion ? "field has-error" : "field")) {
                    element("legend") { phrases("clerk.ask.questions") }
                    if lacksQuestion {
                        element("p", .class("error"), .role("alert")) {
                            phrases("clerk.ask.questions.missing")
                        }
                    }
                    element("p", .class("hint")) { phrases("clerk.ask.once") }
                    for question in questions {
                        element("p") {
                            element("label") {
                                void(
                                    "input", .type("checkbox"), .name("question"), .value(question.id),
                                    .checked(asked?.ticked.contains(question.id) == true))
                                " \(question.label[language])"
                            }
                        }
                    }
                }
                Choice(
                    name: "correction-reason", label: phrases("clerk.ask.reason"),
                    options: CorrectionReason.allCases.map {
                        .init($0.rawValue, phrases("correction.reason.\($0.rawValue)"))
                    }, chosen: asked?.reason,
                    error: asked?.lacks == .reason ? phrases("clerk.ask.reason.missing") : nil
                ).html
                Self.note("correction-note", phrases, asked?.note)
            }
        }
    }

    private func handOver(_ phrases: Phrases) -> HTML {
        section(phrases("clerk.hand-over.title")) {
            form("hand-over", phrases("clerk.hand-over.button"), .secondary, "h") {
                element("p", .class("field")) {
                    element("label", .for("colleague")) { phrases("clerk.hand-over.colleague") }
                    element("select", .id("colleague"), .name("colleague")) {
                        for account in colleagues {
                            element("option", .value(account.id)) { "\(account.id) \(account.name.text)" }
                        }
                    }
                }
            }
        }
    }

    private static func note(_ name: String, _ phrases: Phrases, _ text: String?) -> HTML {
        Field(
            .paragraph(rows: 3), name: name, label: phrases("clerk.note.label"),
            hint: phrases("clerk.note.hint"), value: text, max: noteMax
        ).html
    }

    private func section(
        _ title: String, isOpen: Bool = false, @HTMLBuilder content: () -> HTML
    ) -> HTML {
        element("details", .class("desk-act"), .open(isOpen)) {
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
