import Base
import Catalogue
import Staff
import Web

/// What is owed an answer, with the days that are left; no word of anybody.
struct RequestsDeskPage {
    let requests: [PrivacyRequest]
    let now: Instant

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let late = requests.count { $0.isOverdue(at: now) }
        return frame.desk(context, title: phrases("work.title")) {
            if late > 0 { Notice(.warning, phrases("work.late", ["count": "\(late)"])).html }
            if requests.isEmpty { element("p") { phrases("work.none") } } else { table(phrases) }
        }
    }

    private func table(_ phrases: Phrases) -> HTML {
        deskTable([
            phrases("request.number"), phrases("work.right"), phrases("request.about"),
            phrases("work.standing"),
        ]) {
            for request in requests {
                element("tr", .class(request.isOverdue(at: now) ? "overdue" : "due")) {
                    element("td") {
                        element("a", .href("/requests/\(request.number)")) { request.number.rawValue }
                    }
                    element("td") { phrases("rights.\(request.right.rawValue).name") }
                    element("td") { phrases("topic.\(request.topic.rawValue)") }
                    element("td") { RequestWords(request, at: now, phrases).standing }
                }
            }
        }
    }
}

/// One request with what the person wrote, and the ways to answer.
struct RequestDeskPage {
    let request: PrivacyRequest
    let steps: [RequestStep]
    let clock: PrivacyRules.Clock?
    let now: Instant

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("rights.\(request.right.rawValue).name")) {
            Notice(
                request.isOverdue(at: now) ? .warning : .information,
                RequestWords(request, at: now, phrases).standing, phrases("work.seen")
            ).html
            SummaryList(facts(phrases)).html(phrases)
            if let text = request.text {
                element("h2") { phrases("request.text") }
                for line in text.split(separator: "\n") { element("p") { HTML.typed(String(line)) } }
            }
            element("h2") { phrases("request.history") }
            element("ol") {
                for step in steps {
                    element("li") {
                        ChinaTime.minute(step.at, in: phrases.language) + " "
                            + phrases("request.event.\(step.event.rawValue)")
                            + (step.official.map { " · \($0)" } ?? "")
                    }
                }
            }
            if request.state.after(.taken) != nil { take(phrases) }
            if request.state.after(.answered) != nil, request.state.isOpen { answer(phrases) }
            if request.state.after(.refused) != nil { refusal(phrases) }
        }
    }

    private func facts(_ phrases: Phrases) -> [SummaryList.Row] {
        var facts = [
            SummaryList.Row(phrases("request.number"), request.number.rawValue),
            SummaryList.Row(phrases("request.made"), ChinaTime.minute(request.madeAt, in: phrases.language)),
            SummaryList.Row(phrases("request.about"), phrases("topic.\(request.topic.rawValue)")),
        ]
        if let index = request.aboutIndex { facts.append(.init(phrases("request.act"), "\(index)")) }
        if let clock {
            facts.append(.init(phrases("looks.law"), PrivacyLaw.text(clock.legalBasis, phrases)))
        }
        return facts
    }

    private func take(_ phrases: Phrases) -> HTML {
        element("form", .method("post"), .action(address("take")), .data("once", "true")) {
            actions(Button(phrases("work.take")))
        }
    }

    private func answer(_ phrases: Phrases) -> HTML {
        fragment {
            element("h2") { phrases("work.answer") }
            element("form", .method("post"), .action(address("answer")), .data("once", "true")) {
                Field(
                    .paragraph(rows: 6), name: "text", label: phrases("work.answer.text"),
                    max: WorkRequests.answerMax
                ).html
                actions(Button(phrases("work.answer.button")))
            }
        }
    }

    private func refusal(_ phrases: Phrases) -> HTML {
        fragment {
            element("h2") { phrases("work.refuse") }
            element("form", .method("post"), .action(address("refusal")), .data("once", "true")) {
                Choice(
                    name: "reason", label: phrases("work.refuse.reason"),
                    options: PrivacyRequest.Reason.allCases.map {
                        .init($0.rawValue, phrases("request.reason.\($0.rawValue)"))
                    }
                ).html
                Field(
                    .paragraph(rows: 3), name: "refusal-text", label: phrases("work.refuse.text"),
                    max: WorkRequests.answerMax
                ).html
                actions(Button(phrases("work.refuse.button"), .danger))
            }
        }
    }

    private func address(_ act: String) -> String { "/requests/\(request.number)/\(act)" }
}
