import Audit
import Base
import Catalogue
import Staff
import Web

/// Which looks are told later, and the way to ask for one.
struct DelaysPage {
    let delays: [LookDelay]
    let reader: StaffAccount
    let now: Instant
    let proof: ProofLink

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let held = delays.filter { $0.shownAt > now }
        let past = delays.filter { $0.shownAt <= now }
        return frame.desk(context, title: phrases("delays.title")) {
            element("p") { phrases("delays.lead") }
            if reader.may(.requestDelays) {
                proof.html(phrases)
                search(phrases)
            }
            element("h2") { phrases("delays.held") }
            if held.isEmpty { element("p") { phrases("delays.none") } } else { table(held, phrases) }
            if !past.isEmpty {
                element("h2") { phrases("delays.past") }
                table(past, phrases)
            }
        }
    }

    private func search(_ phrases: Phrases) -> HTML {
        element("form", .method("post"), .action("/delays/looks"), .data("once", "true")) {
            Field(
                .text, name: "number", label: phrases("delays.number"), hint: phrases("delays.number.hint"),
                max: 60
            ).html
            actions(Button(phrases("delays.find")))
        }
    }

    private func table(_ delays: [LookDelay], _ phrases: Phrases) -> HTML {
        deskTable([
            phrases("delays.act"), phrases("delays.basis"), phrases("delays.approvers"),
            phrases("delays.decided"), phrases("delays.release"), phrases("delays.next"),
        ]) {
            for delay in delays {
                element("tr") {
                    element("td") { "\(delay.index)" }
                    element("td") { delay.basis }
                    element("td") { delay.approvers.joined(separator: phrases("looks.comma")) }
                    element("td") { ChinaTime.minute(delay.decidedAt, in: phrases.language) }
                    element("td") { shown(delay, phrases) }
                    element("td") {
                        if delay.shownAt > now, reader.may(.releaseDelays) { release(delay, phrases) }
                    }
                }
            }
        }
    }

    private func shown(_ delay: LookDelay, _ phrases: Phrases) -> String {
        let moment = ChinaTime.minute(delay.shownAt, in: phrases.language)
        return delay.early.map { phrases("delays.early", ["moment": moment, "by": $0.by]) } ?? moment
    }

    private func release(_ delay: LookDelay, _ phrases: Phrases) -> HTML {
        element(
            "form", .method("post"), .action("/delays/\(delay.index)/release"), .data("once", "true")
        ) {
            Button(phrases("delays.show-now"), .secondary).html
        }
    }
}

/// Asks that one look at a case or a request is told later.
struct DelayFormPage {
    let number: String
    let acts: [AuditHistory.Act]
    let rule: PrivacyRules.Delay
    let today: CalendarDate
    let proof: ProofLink

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("delays.form.title")) {
            SummaryList([.init(phrases("delays.number"), number)]).html(phrases)
            if acts.isEmpty {
                element("p") { phrases("delays.form.none") }
                actions(Button(phrases("delays.form.back"), to: "/delays"))
            } else {
                proof.html(phrases)
                form(phrases)
            }
        }
    }

    private func form(_ phrases: Phrases) -> HTML {
        element("form", .method("post"), .action("/delays"), .data("once", "true")) {
            element("p") { phrases("delays.form.lead") }
            void("input", .type("hidden"), .name("number"), .value(number))
            Choice(
                name: "act", label: phrases("delays.form.act"),
                options: acts.map { act in
                    .init(
                        "\(act.index)", "\(act.index) · \(act.actorName ?? "")",
                        hint: ChinaTime.minute(act.at, in: phrases.language))
                }
            ).html
            Choice(
                name: "basis", label: phrases("delays.basis"), options: rule.bases.map { .init($0, $0) }
            ).html
            Field(
                .date, name: "release", label: phrases("delays.form.release"),
                hint: phrases("delays.form.until", ["day": last.shown(in: phrases.language)])
            ).html
            Field(
                .text, name: "reason", label: phrases("delays.form.reason"), max: RequestApproval.reasonMax
            ).html
            actions(Button(phrases("delays.form.button")))
        }
    }

    /// The last day that can be named: at midnight it is no further away than the law lets it.
    private var last: CalendarDate {
        CalendarDate(daysSince1970: today.daysSince1970 + rule.daysMax)
    }
}
