import Base
import Catalogue
import Web

/// Asks for the number of a case and one thing more.
struct FindProgressPage {
    var number = ""
    var second = ""
    /// To choose from, where the digits alone may be those of several; empty before.
    var catalogue: Catalogue?
    var service: ServiceID?
    var problem: (any Refusal)?

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let errors = problem.map {
            [FieldError($0.fields.first ?? "number", phrases.problem(inForm: $0))]
        }
        return frame.site(
            context, title: phrases("progress.title"), lead: phrases("progress.lead"),
            script: ["fragment.js"], hasErrors: problem != nil
        ) {
            if let errors { ErrorSummary(errors).html(phrases) }
            element("form", .method("post"), .action("/progress"), .data("fragment", "number")) {
                Field(
                    .text, name: "number", label: phrases("progress.number"),
                    hint: phrases("progress.number.hint"), error: errors?.message("number"), value: number,
                    max: 60
                ).html
                Field(
                    .text, name: "second", label: phrases("progress.second"),
                    hint: phrases("progress.second.hint"), error: errors?.message("second"),
                    value: second, max: 40
                ).html
                if let catalogue { choice(catalogue, phrases, context.language) }
                actions(Button(phrases("progress.find")))
            }
        }
    }
}

extension FindProgressPage {
    private func choice(_ catalogue: Catalogue, _ phrases: Phrases, _ language: Language) -> HTML {
        element("div", .class("field")) {
            element("label", .for("service")) { phrases("progress.which") }
            element("p", .class("hint"), .id("service-hint")) { phrases("progress.which.hint") }
            element(
                "select", .id("service"), .name("service"), .required(true), .describedBy("service-hint")
            ) {
                element("option", .value("")) { phrases("progress.which.choose") }
                for department in catalogue.departments {
                    element("optgroup", .label(department.name[language])) {
                        for item in catalogue.items(of: department.id) {
                            element("option", .value(item.id.rawValue), .selected(item.id == service)) {
                                item.name[language]
                            }
                        }
                    }
                }
            }
        }
    }
}

/// How far a case is, with nothing that names anybody.
struct ProgressPage {
    let view: CaseProgress.View
    let catalogue: Catalogue

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let language = context.language
        return frame.site(
            context, title: phrases("case.state.\(view.state.rawValue)"), lead: view.item.name[language]
        ) {
            SummaryList(facts(phrases)).html(phrases)
            if view.state == .correcting { Notice(.warning, phrases("progress.correcting")).html }
            // The reason is hers: it stands where she proves who she is.
            if view.state == .refused { Notice(.information, phrases("progress.refused")).html }
            if !view.steps.isEmpty {
                element("h2") { phrases("kiosk.handed-in.steps") }
                element("ol", .class("standing")) {
                    for step in view.steps {
                        element("li", .class(step.state.rawValue)) {
                            element("span", .class("standing-name")) { step.name(view.item, language) }
                            element("span") { step.office(in: catalogue, phrases) }
                            element("span", .class("standing-state")) {
                                phrases("kiosk.step.\(step.state.rawValue)")
                            }
                        }
                    }
                }
            }
            actions(
                Button(phrases("progress.another"), .secondary, to: "/progress"),
                Button(phrases("away.forms.title"), .link, to: "/account/cases"))
        }
    }

    private func facts(_ phrases: Phrases) -> [SummaryList.Row] {
        var rows = [
            SummaryList.Row(phrases("kiosk.case.number"), view.number.spoken),
            .init(
                phrases("away.forms.begun"),
                CalendarDate(inChinaAt: view.openedAt).shown(in: phrases.language)),
        ]
        if let acceptance = view.acceptance?.row(phrases, decidedBy: view.due, at: view.seenAt) {
            rows.append(acceptance)
        }
        if let due = view.due { rows.append(due.row(phrases)) }
        if view.state == .issued || view.state == .delivered,
            let licence = view.item.licenceIdentifier(of: view.number.rawValue)
        {
            rows.append(.init(phrases("progress.licence"), licence.description))
        }
        if let result = view.result {
            let words =
                switch result {
                case .waiting: phrases("progress.result.waiting")
                case .recorded(let word): phrases("progress.result.recorded", ["word": word])
                case .refused: phrases("progress.result.refused")
                case .withdrawn(let word): phrases("progress.result.withdrawn", ["word": word])
                }
            rows.append(.init(phrases("progress.result"), words))
        }
        return rows
    }
}
