import Base
import Catalogue
import Documents
import Exchange

/// What goes on a paper: the register's values as they came, and the answers in the words of the choice.
enum PaperContent {
    /// What stands where a clerk's answer is wanted and none was written, as under a release that did not ask for it.
    private static let noReply = "办理结果由承办部门另行告知。"

    static func make(
        of form: CaseForm, record: [String: RegisterValue], reply: String? = nil
    ) -> DocumentContent {
        var content = DocumentContent()
        content.values[StandardPaper.replyField] = reply ?? noReply
        for (field, value) in record {
            switch value {
            case .text(let text): content.values[field] = text
            case .table(let rows): content.tables[field] = rows
            }
        }
        for question in form.item.questions {
            // Papers are written in Mandarin, whatever language the screen spoke.
            let answer = question.onPaper(form.answers[question.id] ?? "")
            content.values["answer.\(question.id)"] = answer
            if case .table(let table) = question.kind {
                content.tables["answer.\(question.id)"] = table.onPaper(
                    form.answers[question.id] ?? "")
            }
        }
        if let licence = form.item.licenceIdentifier(of: form.file.number.rawValue) {
            content.values[LicenceIdentifier.field] = licence.description
        }
        if let appointment = form.booking?.appointment {
            let place = form.booking?.place(appointment)?[.mandarin] ?? appointment.place
            content.values[AppointmentField.place.name] = place
            content.values[AppointmentField.day.name] = appointment.day.description
            content.values[AppointmentField.time.name] = appointment.time
        }
        return content
    }
}
