import Base
import Casework
import Catalogue
import Exchange
import Staff
import Uploads
import Web

/// One step at the desk: before it is claimed its outside, after that the answers beside the register's values.
struct CasePage {
    let view: DeskQueries.View
    let catalogue: Catalogue
    let scale: DeadlineScale
    let colleagues: [StaffAccount]
    /// Where else it may go.
    let offices: [StepQueue]
    let decides: Bool
    /// Whether she watches over those who do, and puts back what one of them left lying.
    let watches: Bool
    /// The names of the desk's accounts.
    let people: [String: String]
    /// The list that she opened it from.
    let list: ListAddress?
    /// What comes after it in that list.
    let next: CaseStep?

    var path: String { StepTable.address(view.step) }

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let language = context.language
        return frame.desk(context, title: view.item.name[language], script: ["work.js"]) {
            SummaryList(facts(phrases, language)).html(phrases)
            ReferralPart(view: view, catalogue: catalogue, people: people, watches: watches).html(phrases)
            quarantine(phrases)
            if let form = view.form {
                CaseAnswers(form: form, catalogue: catalogue, files: view.files, path: path).html(
                    phrases, language)
                CaseConditions(form: form, catalogue: catalogue, today: CalendarDate(inChinaAt: scale.now))
                    .html(phrases, language)
                CaseMaterials(form: form, catalogue: catalogue, files: view.files).html(phrases, language)
                corrections(phrases, language)
                if decides, view.step.state == .claimed {
                    DecisionForms(
                        path: path, list: list, questions: askable(form),
                        asksLostOnly: asksLostOnly, mayAccept: mayAccept,
                        colleagues: colleagues, offices: view.mayBeReferred ? offices : [],
                        catalogue: catalogue,
                        reasons: { act in
                            catalogue.reasons(act, by: view.step.department, of: view.step.service)
                        },
                        replies: view.item.replies(at: view.step.key.step)
                    ).html(phrases, language)
                } else if decides, view.step.state == .correction, !colleagues.isEmpty {
                    DecisionForms.handOver(colleagues, path: path, list: list, phrases)
                }
            } else if view.step.state == .ready {
                if decides {
                    element("p") { phrases("clerk.claim.lead") }
                    act("claim", Button(phrases("clerk.claim.button")), accessKey: "c") { HTML() }
                }
                if view.mayBeReferred || watches, !offices.isEmpty {
                    element("details", .class("desk-act")) {
                        element("summary") { phrases("referral.reason.recusal") }
                        act("referral", Button(phrases("clerk.refer.button"), .secondary), accessKey: "o") {
                            ReferralPart.recusal(offices, catalogue, phrases)
                        }
                    }
                }
            }
            if watches, view.form == nil, view.step.state == .claimed {
                act("return", Button(phrases("clerk.return.button"), .secondary), accessKey: "b") { HTML() }
            }
            StepOverview(view: view, catalogue: catalogue, scale: scale, people: people).html(
                phrases, language)
            history(phrases, language)
            element("p", .class("actions")) {
                element(
                    "a", .class("button link"), .href(list?.path(at: view.step.key) ?? "/work"),
                    .accessKey("l")
                ) { phrases("clerk.case.back") }
                if let list, let next { WorkDone.next(next, in: list, phrases) }
            }
        }
    }

    /// Corrections are asked for once a step, and before it has what it needs; a file that a scanner took away also after.
    private func askable(_ form: CaseForm) -> [Question] {
        guard asksLostOnly else { return form.route }
        let lost = view.lost
        return form.route.filter { lost.contains($0.id) }
    }

    private var asksLostOnly: Bool {
        view.corrections.contains { $0.key == view.step.key }
            || view.acceptance?.isClosed(for: view.step) == true
    }

    /// What lies there and cannot be opened, before she decides without it.
    private func quarantine(_ phrases: Phrases) -> HTML {
        fragment {
            for state in [Upload.State.infected, .waiting] {
                let count = view.files.count { $0.state == state }
                if count > 0 {
                    Notice(
                        .warning, phrases("clerk.files.\(state.rawValue)", ["count": String(count)]),
                        phrases("clerk.files.\(state.rawValue).text")
                    ).html
                }
            }
        }
    }

    private var mayAccept: Bool {
        view.step.after.isEmpty && view.acceptance?.isClosed(for: view.step) == false
    }

    private func acceptance(_ phrases: Phrases) -> String? {
        switch view.acceptance?.standing {
        case .due(let deadline)?:
            let colour = view.step.isRunning ? scale.colour(of: deadline) : nil
            let word = view.acceptance?.isClosed(for: view.step) == true ? "others" : "due"
            return phrases(
                "clerk.acceptance.\(word)", ["day": StepTable.due(deadline, colour, on: scale, phrases)])
        case .waitsForPerson?: return phrases("clerk.acceptance.waits")
        case .accepted(let day, let ground)?:
            return phrases("clerk.acceptance.\(ground.rawValue)", ["day": day.shown(in: phrases.language)])
        case nil: return nil
        }
    }

    private func facts(_ phrases: Phrases, _ language: Language) -> [SummaryList.Row] {
        let colour = scale.colour(of: view.step)
        var rows: [SummaryList.Row] = [
            .init(phrases("clerk.head.number"), view.step.key.number.rawValue),
            .init(phrases("clerk.head.step"), view.step.name(view.item, language)),
            .init(phrases("clerk.head.state"), phrases("clerk.state.\(view.step.state.rawValue)")),
            .init(phrases("clerk.head.due"), StepTable.due(view.step, colour, on: scale, phrases)),
        ]
        if let acceptance = acceptance(phrases) {
            rows.append(.init(phrases("clerk.head.acceptance"), acceptance))
        }
        if let account = view.step.account {
            rows.append(.init(phrases("clerk.head.account"), StepTable.person(account, people)))
        }
        if let submitted = view.submittedAt {
            rows.append(.init(phrases("clerk.head.submitted"), ChinaTime.minute(submitted, in: language)))
        }
        return rows
    }

    private func act(
        _ name: String, _ button: Button, accessKey: String, @HTMLBuilder content: () -> HTML
    ) -> HTML {
        element("form", .method("post"), .action("\(path)/\(name)"), .data("once", "true")) {
            list?.field
            content()
            element("div", .class("actions")) {
                element("button", .class("button \(button.kind.rawValue)"), .accessKey(accessKey)) {
                    button.label
                }
            }
        }
    }

    private func corrections(_ phrases: Phrases, _ language: Language) -> HTML {
        fragment {
            for correction in view.corrections {
                let names = correction.questions.compactMap { view.item.question($0)?.label[language] }
                let why = [correction.reason.words[language], correction.note]
                    .compactMap(\.self).joined(separator: phrases("clerk.colon"))
                Notice(
                    correction.answeredAt == nil ? .information : .success,
                    phrases(
                        correction.answeredAt == nil ? "clerk.correction.waits" : "clerk.correction.answered"),
                    names.joined(separator: phrases("clerk.comma")) + " · " + why
                ).html
            }
        }
    }

    /// A person's answers, one after the other, are one line: from the first of them on.
    private static func runs(_ history: [CaseMoment]) -> [[CaseMoment]] {
        history.reduce(into: []) { runs, moment in
            if moment.event == .answered, let last = runs.last?.last, last.event == .answered,
                last.account == moment.account
            {
                runs[runs.count - 1].append(moment)
            } else {
                runs.append([moment])
            }
        }
    }

    private func history(_ phrases: Phrases, _ language: Language) -> HTML {
        fragment {
            element("h2") { phrases("clerk.history.title") }
            element("ol") {
                for run in Self.runs(view.history) {
                    element("li") {
                        run[0].words(phrases, people, catalogue) + (run.count > 1 ? " ×\(run.count)" : "")
                    }
                }
            }
        }
    }
}

extension CaseMoment {
    /// When, what, by whom, and how long it had been worked at.
    func words(_ phrases: Phrases, _ people: [String: String], _ catalogue: Catalogue) -> String {
        var words = ChinaTime.minute(at, in: phrases.language)
        words += " " + phrases("clerk.event.\(isLapse ? "lapsed" : event.rawValue)")
        if event == .stepEscalated, let office = detail.flatMap(StepQueue.init(rawValue:)) {
            words += " · \(phrases("clerk.level.\(office.level)"))"
        }
        if let referral {
            let offices = [referral.from, referral.to].map { QueueName.place($0, catalogue, phrases) }
            words +=
                " · \(offices.joined(separator: " → "))"
                + " · \(phrases("referral.reason.\(referral.reason.rawValue)"))"
        }
        if let account { words += " · \(StepTable.person(account, people))" }
        if event == .stepHandedOver, let detail { words += " → \(StepTable.person(detail, people))" }
        if let took, took >= .seconds(60) {
            words +=
                " · "
                + phrases("clerk.history.took", count: Int(took.wholeMilliseconds / 60_000))
        }
        return words
    }
}
