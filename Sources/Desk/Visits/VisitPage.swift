import Base
import Casework
import Catalogue
import Staff
import Web

/// What a booking says: who comes, where and when, how she is reached, what she answered, and what the office's own register
/// has to it, such as at which address its fitter rings.
struct VisitPage {
    let view: OpenVisit.View
    let catalogue: Catalogue

    /// The names of what is shown, for the log.
    var fields: [String] {
        ["name"] + (view.phone == nil ? [] : ["phone"])
            + (questions.map(\.id) + lines.map(\.field)).filter { $0 != "phone" }
    }

    /// What she said, and what the office's own register said in her place.
    var questions: [Question] {
        view.form.route + view.form.spared.filter { $0.source.map { isOwn($0.resource) } ?? false }
    }

    /// By name and number the office knows her already.
    private var lines: [PrefillLine] {
        view.form.item.prefill.filter { isOwn($0.resource) && !["name", "number"].contains($0.field) }
    }

    /// Another department's register is nothing that the visit needs.
    private func isOwn(_ resource: String) -> Bool {
        catalogue.register(resource)?.department == view.form.item.department
    }

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        frame.desk(context, title: view.form.item.name[context.language]) {
            content(frame.phrases(context), context.language)
        }
    }

    func content(_ phrases: Phrases, _ language: Language) -> HTML {
        let appointment = view.appointment
        return fragment {
            SummaryList([
                .init(phrases("visits.number"), appointment.number.rawValue),
                .init(
                    phrases("visits.place"),
                    view.form.item.slots?.place(appointment.place)?.name[language] ?? appointment.place),
                .init(phrases("visits.day"), SlotWords(phrases).day(appointment.day)),
                .init(phrases("visits.time"), appointment.time),
                .init(phrases("visits.state"), phrases("appointment.state.\(appointment.state.rawValue)")),
                .init(phrases("visits.person"), view.name),
                .init(phrases("visits.phone"), view.phone?.text ?? phrases("visits.phone.none")),
            ]).html(phrases)
            answers(phrases, language)
            element("p", .class("hint")) { phrases("visits.seen") }
            element("p", .class("actions")) {
                element(
                    "a", .class("button link"), .href("/visits?day=\(appointment.day)"), .accessKey("l")
                ) { phrases("visits.back") }
            }
        }
    }

    private func answers(_ phrases: Phrases, _ language: Language) -> HTML {
        let given = GivenAnswers(form: view.form, files: view.files, path: nil)
        let checks = AnswerChecks(
            form: view.form, catalogue: catalogue, files: view.files, language: language)
        return fragment {
            element("h2") { phrases("clerk.answers.title") }
            deskTable([phrases("clerk.answers.question"), phrases("clerk.answers.answer")]) {
                for question in questions {
                    row(question.label[language], given.html(question, phrases, language))
                }
                for line in lines {
                    row(line.label[language], HTML.typed(checks.filled(line).known ?? ""))
                }
            }
        }
    }

    private func row(_ label: String, _ value: HTML) -> HTML {
        element("tr") {
            element("td") { label }
            element("td") { value }
        }
    }
}
