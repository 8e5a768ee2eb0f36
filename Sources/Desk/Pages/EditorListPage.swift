import Base
import Catalogue
import Staff
import Web

/// The services of a department as its people write them: what is offered, drafted, proposed, and can be taken back.
struct EditorListPage {
    /// Of the reader's department, or of all where she serves all.
    let departments: [Department]
    let items: [ServiceItem]
    let drafts: [ServiceDraft]
    let proposals: [ServiceProposal]
    let states: [Token: ProposalState]
    let publications: [ServicePublication]
    let mayWithdraw: Bool
    /// What was typed for a new service whose name is taken; nil when nothing was.
    let begun: Begun?

    struct Begun: Sendable {
        let id: ServiceID
        let like: ServiceID?
    }

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("editor.title"), hasErrors: begun != nil) {
            element("p") { phrases("editor.lead") }
            begin(phrases, context.language)
            if !proposals.isEmpty { waiting(phrases) }
            if !publications.isEmpty { offered(phrases) }
            element("h2") { phrases("editor.services") }
            deskTable([phrases("clerk.head.service"), phrases("editor.version"), phrases("editor.draft")]) {
                for id in ids { row(id, phrases, context.language) }
            }
        }
    }

    /// Offered or only drafted.
    private var ids: [ServiceID] { Set(items.map(\.id) + drafts.map(\.service)).sorted() }

    private func row(_ id: ServiceID, _ phrases: Phrases, _ language: Language) -> HTML {
        let item = items.first { $0.id == id }
        let draft = drafts.first { $0.service == id }
        return element("tr") {
            element("td") {
                element("a", .href(EditorPage.address(id))) { item?.name[language] ?? id.rawValue }
            }
            element("td") { item.map { String($0.version) } ?? "" }
            element("td") {
                draft.map {
                    "\($0.revision) · \($0.savedBy) · \(ChinaTime.minute($0.savedAt, in: language))"
                } ?? ""
            }
        }
    }

    private func name(_ id: ServiceID, _ language: Language) -> String {
        items.first { $0.id == id }?.name[language] ?? id.rawValue
    }

    private func begin(_ phrases: Phrases, _ language: Language) -> HTML {
        element("details", .class("desk-act"), .open(begun != nil)) {
            element("summary") { phrases("editor.new") }
            if let begun {
                element("section", .class("notice warning"), .role("alert")) {
                    element("p", .class("notice-title")) { phrases("editor.new.taken") }
                    element("p") {
                        element("a", .href(EditorPage.address(begun.id))) {
                            phrases("editor.new.taken.open", ["service": name(begun.id, language)])
                        }
                    }
                }
            }
            element("form", .method("get"), .action("/catalogue/editor"), .class("filters")) {
                element("p", .class("field")) {
                    element("label", .for("department")) { phrases("editor.new.department") }
                    element("select", .id("department"), .name("department")) {
                        for department in departments {
                            element(
                                "option", .value(department.id.rawValue),
                                .selected(department.id == begun?.id.department)
                            ) { department.name[language] }
                        }
                    }
                }
                Field(
                    .text, name: "slug", label: phrases("editor.new.slug"),
                    hint: phrases("editor.new.slug.hint"),
                    error: begun.map { _ in phrases("editor.new.taken") }, value: begun?.id.slug, max: 60
                ).html
                element("p", .class("field")) {
                    element("label", .for("like")) { phrases("editor.new.like") }
                    element("select", .id("like"), .name("like")) {
                        for item in items {
                            element(
                                "option", .value(item.id.rawValue), .selected(item.id == begun?.like)
                            ) { item.name[language] }
                        }
                    }
                }
                actions(Button(phrases("editor.new.button"), .secondary))
            }
        }
    }

    private func waiting(_ phrases: Phrases) -> HTML {
        fragment {
            element("h2") { phrases("editor.proposals") }
            deskTable([
                phrases("clerk.head.service"), phrases("editor.version"), phrases("editor.propose.from"),
                phrases("editor.proposal.by"), phrases("editor.proposal.state"),
            ]) {
                for proposal in proposals.prefix(20) {
                    element("tr") {
                        element("td") {
                            element("a", .href("/catalogue/proposals/\(proposal.id)")) {
                                proposal.service.rawValue
                            }
                        }
                        element("td") { String(proposal.version) }
                        element("td") {
                            CalendarDate(inChinaAt: proposal.effectiveFrom).shown(in: phrases.language)
                        }
                        element("td") { proposal.proposedBy }
                        element("td") {
                            (states[proposal.id] ?? .waits).words(phrases)
                        }
                    }
                }
            }
        }
    }

    private func offered(_ phrases: Phrases) -> HTML {
        var heads = [
            phrases("clerk.head.service"), phrases("editor.version"), phrases("editor.propose.from"),
        ]
        if mayWithdraw { heads.append(phrases("editor.withdraw")) }
        return fragment {
            element("h2") { phrases("editor.publications") }
            deskTable(heads) {
                for one in publications.reversed().prefix(50) {
                    element("tr") {
                        element("td") { one.service.rawValue }
                        element("td") { String(one.version) }
                        element("td") {
                            CalendarDate(inChinaAt: one.effectiveFrom).shown(in: phrases.language)
                        }
                        if mayWithdraw { element("td") { withdraw(one, phrases) } }
                    }
                }
            }
        }
    }

    private func withdraw(_ one: ServicePublication, _ phrases: Phrases) -> HTML {
        let label = phrases("editor.withdraw.reason")
        return element(
            "form", .method("post"), .action(EditorPage.address(one.service) + "/withdrawal"),
            .data("once", "true"), .class("filters")
        ) {
            void("input", .type("hidden"), .name("version"), .value(String(one.version)))
            void(
                "input", .type("text"), .name("reason"), .maxLength(RequestApproval.reasonMax),
                .ariaLabel(label), .autocomplete("off"), .required(true))
            Button(phrases("editor.withdraw"), .secondary).html
        }
    }
}
