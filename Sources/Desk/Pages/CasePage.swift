import Base
import Casework
import Catalogue
import Exchange
import Staff
import Web

/// One step at the desk: before it is claimed its outside, after that the answers beside the register's values.
struct CasePage {
    let view: DeskQueries.View
    let catalogue: Catalogue
    let now: Instant
    let colleagues: [StaffAccount]
    let decides: Bool
    /// The names of the desk's accounts.
    let people: [String: String]

    var path: String { StepTable.address(view.step) }

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let language = context.language
        return frame.desk(context, title: view.item.name[language], script: ["work.js"]) {
            SummaryList(facts(phrases, language)).html(phrases)
            if let form = view.form {
                CaseAnswers(form: form, catalogue: catalogue, files: view.files, path: path).html(
                    phrases, language)
                corrections(phrases, language)
                if decides, view.step.state == .claimed {
                    DecisionForms(
                        path: path, questions: form.route, mayAsk: mayAsk, mayAccept: mayAccept,
                        colleagues: colleagues,
                        replies: view.item.replies(at: view.step.key.step)
                    ).html(phrases, language)
                }
            } else if decides, view.step.state == .ready {
                element("p") { phrases("clerk.claim.lead") }
                act("claim", Button(phrases("clerk.claim.button")), accessKey: "c")
            }
            StepOverview(view: view, catalogue: catalogue, now: now).html(phrases, language)
            history(phrases, language)
            actions(Button(phrases("clerk.case.back"), .link, to: "/work"))
        }
    }

    /// Corrections are asked for once a step, and before it has what it needs.
    private var mayAsk: Bool {
        !view.corrections.contains { $0.key == view.step.key }
            && view.acceptance?.isClosed(for: view.step) != true
    }

    private var mayAccept: Bool {
        view.step.after.isEmpty && view.acceptance?.isClosed(for: view.step) == false
    }

    private func acceptance(_ phrases: Phrases) -> String? {
        switch view.acceptance?.standing {
        case .due(let deadline)?:
            let colour = view.step.isRunning ? deadline.colour(at: now, catalogue.calendar) : nil
            let word = view.acceptance?.isClosed(for: view.step) == true ? "others" : "due"
            return phrases(
                "clerk.acceptance.\(word)", ["day": StepTable.due(deadline, colour, at: now, phrases)])
        case .waitsForPerson?: return phrases("clerk.acceptance.waits")
        case .accepted(let day, let ground)?:
            return phrases("clerk.acceptance.\(ground.rawValue)", ["day": day.description])
        case nil: return nil
        }
    }

    private func facts(_ phrases: Phrases, _ language: Language) -> [SummaryList.Row] {
        let colour = view.step.isRunning ? view.step.due?.colour(at: now, catalogue.calendar) : nil
        var rows: [SummaryList.Row] = [
            .init(phrases("clerk.head.number"), view.step.key.number.rawValue),
            .init(phrases("clerk.head.step"), view.step.name(view.item, language)),
            .init(phrases("clerk.head.state"), phrases("clerk.state.\(view.step.state.rawValue)")),
            .init(phrases("clerk.head.due"), StepTable.due(view.step, colour, at: now, phrases)),
        ]
        if let acceptance = acceptance(phrases) {
            rows.append(.init(phrases("clerk.head.acceptance"), acceptance))
        }
        if let account = view.step.account {
            rows.append(.init(phrases("clerk.head.account"), StepTable.person(account, people)))
        }
        if let submitted = view.submittedAt {
            rows.append(.init(phrases("clerk.head.submitted"), CaseMoment.minute(submitted)))
        }
        return rows
    }

    private func act(_ name: String, _ button: Button, accessKey: String) -> HTML {
        element("form", .method("post"), .action("\(path)/\(name)"), .data("once", "true")) {
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
                let why = [
                    phrases("correction.reason.\(correction.reason.rawValue)"), correction.note,
                ].compactMap(\.self).joined(separator: phrases("clerk.colon"))
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
                        run[0].words(phrases, people) + (run.count > 1 ? " ×\(run.count)" : "")
                    }
                }
            }
        }
    }
}

extension CaseMoment {
    /// When, what, by whom, and how long it had been worked at.
    func words(_ phrases: Phrases, _ people: [String: String]) -> String {
        var words = "\(Self.minute(at)) \(phrases("clerk.event.\(event.rawValue)"))"
        if let account { words += " · \(StepTable.person(account, people))" }
        if let took, took > .zero {
            words +=
                " · "
                + phrases("clerk.history.took", count: Int(took.wholeMilliseconds / 60_000))
        }
        return words
    }

    /// Day and minute in China.
    static func minute(_ moment: Instant) -> String {
        let minutes = (moment.milliseconds / 60_000 + 480) % 1_440
        let clock = [minutes / 60, minutes % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        return "\(CalendarDate(inChinaAt: moment)) \(clock)"
    }
}
