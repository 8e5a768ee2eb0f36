import Base
import Catalogue
import Staff
import Web

/// What a text changes of the version that is offered, and which running cases that concerns.
struct ServiceDifference {
    /// As the text has it, or what is offered where that cannot be read; nil where neither can.
    let name: LocalText?
    /// As they would be offered.
    let files: ServiceFiles
    /// Nil for a service that nobody knows yet.
    let published: ServiceFiles?
    /// Nil where one of the two cannot be compiled.
    let changes: [ServiceChange]?
    /// Questions whose words change, as they are to be.
    let reworded: [Question]
    /// Running cases by the version they run under.
    let running: [Int: Int]

    func html(_ phrases: Phrases, _ language: Language) -> HTML {
        fragment {
            element("h2") { phrases("editor.change.title") }
            if let changes {
                list(changes, phrases, language)
            } else {
                element("p") { phrases("editor.change.unknown") }
            }
            element("h2") { phrases("editor.running.title") }
            cases(phrases)
            element("h2") { phrases("editor.difference") }
            FilesDifference(old: published, new: files).html(phrases)
        }
    }

    private func list(_ changes: [ServiceChange], _ phrases: Phrases, _ language: Language) -> HTML {
        fragment {
            if changes.isEmpty { element("p") { phrases("editor.change.none") } }
            element("ul") {
                for change in changes {
                    element("li") {
                        words(change, phrases)
                    }
                }
                for question in reworded {
                    element("li") {
                        phrases("editor.change.question-reworded", ["label": question.label[language]])
                    }
                }
            }
        }
    }

    /// A change, and how many persons feel it at most: which of the running cases came to the question nobody counts.
    private func words(_ change: ServiceChange, _ phrases: Phrases) -> String {
        let words = phrases("editor.change.\(change.kind.rawValue)", ["name": change.name])
        guard change.kind == .questionRemoved, total > 0 else { return words }
        return phrases(
            "editor.change.felt",
            ["change": words, "cases": phrases("editor.change.asked", count: total)])
    }

    /// Whether it would be offered exactly as it is.
    var isEmpty: Bool { published == files }

    private var total: Int { running.values.reduce(0, +) }

    private func cases(_ phrases: Phrases) -> HTML {
        fragment {
            element("p") { phrases(running.isEmpty ? "editor.running.none" : "editor.running.lead") }
            element("ul") {
                for (version, count) in running.sorted(by: { $0.key < $1.key }) {
                    element("li") {
                        phrases("editor.running.count", ["version": String(version), "count": String(count)])
                    }
                }
            }
        }
    }
}

/// The difference of a draft, with the form that asks for its publication.
struct DifferencePage {
    let id: ServiceID
    let difference: ServiceDifference
    /// The saving that is proposed; nil when nothing is saved.
    let draft: ServiceDraft?
    /// What another person has been asked to agree to and has not decided.
    let waiting: [WaitingVersion]
    let today: CalendarDate
    let proof: ProofLink
    /// What kept the whole catalogue from being compiled with it.
    var defects: [EditorDefect] = []
    /// Why the day that was typed will not do.
    var dayRefused: DraftRefused?
    /// What was typed with a request that came back.
    var typed = Typed()

    /// Day and reason of a request, as they were sent.
    struct Typed: Sendable {
        var from: String?
        var reason: String?
    }

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let name = difference.name?[context.language] ?? id.rawValue
        let dayError = dayRefused.map { phrases("problem.\($0.slug).remedy") }
        return frame.desk(
            context, title: phrases("editor.difference.of", ["service": name]),
            hasErrors: !defects.isEmpty || dayError != nil
        ) {
            if let dayError { ErrorSummary([FieldError("from", dayError)]).html(phrases) }
            if !defects.isEmpty {
                Notice(.warning, phrases("editor.defects", count: defects.count)).html
                element("ol", .class("defects")) {
                    for defect in defects.prefix(100) {
                        let words = defect.words(in: context.language)
                        element("li") {
                            "\(defect.file):\(defect.line): "
                            element("span", .lang(words.foreign)) { words.text }
                        }
                    }
                }
            }
            difference.html(phrases, context.language)
            for one in waiting { one.html(phrases) }
            if let draft, !difference.isEmpty { propose(draft, dayError, phrases) }
            actions(Button(phrases("editor.on"), .link, to: EditorPage.address(id)))
        }
    }

    private func propose(_ draft: ServiceDraft, _ dayError: String?, _ phrases: Phrases) -> HTML {
        fragment {
            element("h2") { phrases("editor.propose.title") }
            element("p") { phrases("editor.propose.lead") }
            proof.html(phrases)
            element(
                "form", .method("post"), .action(EditorPage.address(id) + "/proposal"), .data("once", "true")
            ) {
                void("input", .type("hidden"), .name("revision"), .value(String(draft.revision)))
                Field(
                    .date, name: "from", label: phrases("editor.propose.from"),
                    error: dayError, value: typed.from ?? today.description
                ).html
                Field(
                    .text, name: "reason", label: phrases("editor.propose.reason"), value: typed.reason,
                    max: RequestApproval.reasonMax
                ).html
                actions(Button(phrases("editor.propose.button")))
            }
        }
    }
}

/// What a second person agrees to, whole: the difference, the cases and every page.
struct ProposalPage {
    let proposal: ServiceProposal
    let state: ProposalState
    let difference: ServiceDifference
    let outcome: EditorOutcome
    /// Who asks, by number and name.
    let by: String
    /// Who took it back; nil where nobody did, and of a former release.
    let withdrawnBy: String?

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(
            context,
            title: phrases(
                "editor.proposal.of",
                ["service": difference.name?[context.language] ?? proposal.service.rawValue])
        ) {
            SummaryList(rows(phrases)).html(phrases)
            difference.html(phrases, context.language)
            element("h2") { phrases("editor.outcome") }
            element("form", .method("get"), .action("/catalogue/proposals/\(proposal.id)")) {
                OutcomePart(outcome: outcome).html(frame, context)
                actions(Button(phrases("editor.show"), .secondary))
            }
            actions(
                Button(
                    phrases(state == .waits ? "editor.proposal.decide" : "staff.approvals.title"),
                    state == .waits ? .primary : .secondary, to: "/approvals"),
                Button(phrases("editor.back"), .link, to: "/catalogue/editor"))
        }
    }

    private func rows(_ phrases: Phrases) -> [SummaryList.Row] {
        var rows: [SummaryList.Row] = [
            .init(phrases("editor.version"), String(proposal.version)),
            .init(
                phrases("editor.propose.from"),
                CalendarDate(inChinaAt: proposal.effectiveFrom).shown(in: phrases.language)),
            .init(phrases("editor.proposal.by"), by),
            .init("SHA-256", proposal.fingerprint),
            .init(phrases("editor.proposal.state"), state.words(phrases)),
        ]
        guard let back = proposal.withdrawal else { return rows }
        if let withdrawnBy {
            let who =
                withdrawnBy == VersionWithdrawal.console
                ? phrases("editor.proposal.withdrawn.console") : withdrawnBy
            rows.append(
                .init(
                    phrases("editor.proposal.withdrawn.by"),
                    "\(who) · \(ChinaTime.minute(back.at, in: phrases.language))"))
        }
        if let reason = back.reason { rows.append(.init(phrases("editor.withdraw.reason"), reason)) }
        return rows
    }
}
