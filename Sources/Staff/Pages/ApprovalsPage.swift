import Base
import Stations
import Web

/// What waits for a second person, and what became of the rest.
struct ApprovalsPage {
    let approvals: [Approval]
    /// Those that this one may decide.
    let hers: Set<Token>
    let presence: StaffPresence
    let now: Instant
    /// Where a terminal may be asked for; empty for who may not ask.
    let stations: [Station]
    /// Of those whom the requests name by their numbers.
    let names: [String: PersonName]
    /// The kinds of which she reads nothing before she has said which citizen she is.
    let untold: [ApprovalKind]
    let describe: DescribeMatter

    /// Everybody whom requests name: who asked, who said yes or no, and whom it is about.
    static func people(in approvals: [Approval]) -> Set<String> {
        approvals.reduce(into: []) { people, approval in
            people.formUnion([approval.requestedBy] + approval.yeses.map(\.by))
            people.formUnion([approval.verdict?.by, approval.matter.account].compactMap(\.self))
        }
    }

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let waiting = approvals.filter { $0.verdict == nil && now < $0.expiresAt }
        let past = approvals.filter { $0.verdict != nil || now >= $0.expiresAt }
        return frame.desk(context, title: phrases("staff.approvals.title")) {
            presence.proofLink("/approvals", at: now).html(phrases)
            element("h2") { phrases("staff.approvals.waiting") }
            for kind in untold {
                element("p", .class("notice information")) {
                    element("a", .href("/me")) { phrases("staff.approvals.self.\(kind.rawValue)") }
                }
            }
            if waiting.isEmpty { element("p") { phrases("staff.approvals.none") } }
            for approval in waiting { section(approval, phrases, context) }
            if !stations.isEmpty { terminal(phrases, context) }
            if !permits.isEmpty { keys(phrases) }
            if !past.isEmpty {
                element("h2") { phrases("staff.approvals.past") }
                table(past, phrases, context)
            }
        }
    }

    private func section(_ approval: Approval, _ phrases: Phrases, _ context: EgretContext) -> HTML {
        element("section", .class("notice information"), .labelledBy("request-\(approval.id)")) {
            element("h3", .id("request-\(approval.id)")) { phrases("staff.kind.\(approval.kind.rawValue)") }
            SummaryList(facts(approval, phrases, context)).html(phrases)
            if let page = page(of: approval.matter, phrases, context) {
                element("p") { element("a", .href(page)) { phrases("staff.approval.page") } }
            }
            if hers.contains(approval.id) {
                element(
                    "form", .method("post"), .action("/approvals/\(approval.id)/decision"),
                    .data("once", "true")
                ) {
                    actions(
                        Button(phrases("staff.approval.yes"), name: "decision", value: "approved"),
                        Button(phrases("staff.approval.no"), .secondary, name: "decision", value: "refused"))
                }
            } else {
                element("p", .class("hint")) { waits(for: approval.kind.deciders, phrases) }
            }
        }
    }

    private func waits(for deciders: Set<StaffRole>, _ phrases: Phrases) -> String {
        let roles = StaffRole.allCases.filter(deciders.contains).map { phrases("staff.role.\($0.rawValue)") }
        return phrases("staff.approval.other", ["roles": roles.joined(separator: phrases("staff.comma"))])
    }

    private func facts(
        _ approval: Approval, _ phrases: Phrases, _ context: EgretContext
    ) -> [SummaryList.Row] {
        var facts: [SummaryList.Row] = [
            .init(phrases("staff.approval.matter"), words(approval.matter, phrases, context)),
            .init(phrases("staff.approval.reason"), approval.reason),
            .init(phrases("staff.approval.by"), who(approval.requestedBy)),
            .init(phrases("staff.approval.at"), ChinaTime.minute(approval.requestedAt, in: phrases.language)),
            .init(
                phrases("staff.approval.until"), ChinaTime.minute(approval.expiresAt, in: phrases.language)),
        ]
        if approval.kind.yesesNeeded > 1 {
            let said = approval.yeses.map { who($0.by) }.joined(separator: phrases("staff.comma"))
            facts.append(
                .init(
                    phrases("staff.approval.yeses", ["needed": "\(approval.kind.yesesNeeded)"]),
                    said.isEmpty ? phrases("staff.approval.yeses.none") : said))
        }
        return facts
    }

    private func table(_ past: [Approval], _ phrases: Phrases, _ context: EgretContext) -> HTML {
        deskTable([
            phrases("staff.approval.kind"), phrases("staff.approval.matter"), phrases("staff.approval.by"),
            phrases("staff.approval.decider"), phrases("staff.approval.outcome"),
        ]) {
            for approval in past {
                element("tr") {
                    element("td") { phrases("staff.kind.\(approval.kind.rawValue)") }
                    element("td") {
                        let words = HTML.typed(words(approval.matter, phrases, context))
                        if let page = page(of: approval.matter, phrases, context) {
                            element("a", .href(page)) { words }
                        } else {
                            words
                        }
                    }
                    element("td") { HTML.typed(who(approval.requestedBy)) }
                    element("td") { HTML.typed(approval.verdict.map { who($0.by) } ?? "") }
                    element("td") {
                        phrases("staff.outcome.\(approval.verdict?.decision.rawValue ?? "over")")
                    }
                }
            }
        }
    }

    private func terminal(_ phrases: Phrases, _ context: EgretContext) -> HTML {
        fragment {
            element("h2") { phrases("staff.terminal.title") }
            element("form", .method("post"), .action("/approvals/terminals"), .data("once", "true")) {
                Choice(
                    name: "station", label: phrases("staff.terminal.station"),
                    options: stations.map { .init($0.id, $0.name[context.language]) }
                ).html
                Field(
                    .text, name: "reason", label: phrases("staff.approval.reason"),
                    max: RequestApproval.reasonMax
                ).html
                actions(Button(phrases("staff.terminal.button")))
            }
        }
    }

    /// What this person may ask a code for.
    private var permits: [String] {
        let roles = presence.account.roles
        let keys = [PermitAct.keysRotate.text, PermitAct.keysTokens.text, PermitAct.sealWord]
        return (roles.isDisjoint(with: ApprovalKind.sealEnrolment.requesters) ? [] : keys)
            + (roles.isDisjoint(with: ApprovalKind.publication.requesters) ? [] : [PermitAct.publishWord])
            + (roles.isDisjoint(with: ApprovalKind.consoleRequest.requesters) ? [] : [PermitAct.requestWord])
    }

    /// What it is for, where it is for one thing alone.
    private var permitsTitle: String {
        switch permits {
        case [PermitAct.publishWord]: "staff.keys.title.publish"
        case [PermitAct.requestWord]: "staff.keys.title.request"
        case _ where permits.allSatisfy { $0.hasPrefix("keys-") }: "staff.keys.title"
        default: "staff.keys.title.several"
        }
    }

    private func keys(_ phrases: Phrases) -> HTML {
        element("details", .class("desk-act"), .id("keys")) {
            element("summary") { phrases(permitsTitle) }
            element("p") { phrases("staff.keys.lead") }
            element("form", .method("post"), .action("/approvals/keys"), .data("once", "true")) {
                if permits.count == 1, let permit = permits.first {
                    void("input", .type("hidden"), .name("act"), .value(permit))
                } else {
                    Choice(
                        name: "act", label: phrases("staff.keys.act"),
                        options: permits.map { .init($0, phrases("staff.keys.\($0)")) }
                    ).html
                }
                Field(
                    .text, name: "fingerprint", label: phrases("staff.keys.fingerprint"),
                    hint: permits.filter(PermitAct.named.contains).map {
                        phrases("staff.keys.fingerprint.\($0)")
                    }.joined(separator: " "), max: PermitAct.nameMax
                ).html
                // The form for terminals may stand on the same page; both have a reason.
                Field(
                    .text, name: "keys-reason", label: phrases("staff.approval.reason"),
                    max: RequestApproval.reasonMax
                ).html
                actions(Button(phrases("staff.keys.button")))
            }
        }
    }

    /// A number at work with its name: numbers are for the log, names for people.
    private func who(_ id: String) -> String {
        names[id].map { "\(id) \($0.text)" } ?? id
    }

    /// The page that shows all of a matter, for who may open it.
    private func page(of matter: ApprovalMatter, _ phrases: Phrases, _ context: EgretContext) -> String? {
        guard let page = describe(matter, phrases)?.page, context.mayOpen(page.route) else { return nil }
        return page.path
    }

    private func words(_ matter: ApprovalMatter, _ phrases: Phrases, _ context: EgretContext) -> String {
        if let subject = describe(matter, phrases) { return subject.text }
        switch matter {
        case .roles(let account, let roles):
            let names = roles.map { phrases("staff.role.\($0.rawValue)") }
            return who(account) + " → "
                + (names.isEmpty
                    ? phrases("staff.roles.none") : names.joined(separator: phrases("staff.comma")))
        case .seat(let person, _):
            return [person.seat.map { phrases("staff.role.\($0.rawValue)") }, person.name.text]
                .compactMap(\.self).joined(separator: " · ")
        case .terminal(let station, _): return station
        case .other(_, let summary, _): return permit(summary, phrases) ?? summary
        }
    }

    /// What is done at the console, by its name, and the fingerprint or number that says to what.
    private func permit(_ summary: String, _ phrases: Phrases) -> String? {
        guard let parts = PermitAct(summary)?.text.split(separator: " ", maxSplits: 1) else { return nil }
        return ([phrases("staff.keys.\(parts[0])")] + parts.dropFirst().map(String.init))
            .joined(separator: " · ")
    }
}
