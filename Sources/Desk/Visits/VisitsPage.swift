import Base
import Casework
import Catalogue
import Web

/// Who is expected on a day, by number: the office opens what it has to prepare, and says who came.
struct VisitsPage {
    let day: CalendarDate
    let expected: [MarkVisit.Expected]
    let now: Instant
    /// Of whoever looks; nil for who serves every department, and opens none.
    let queue: StepQueue?

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.desk(context, title: phrases("visits.title")) {
            element("p") { SlotWords(phrases).day(day) }
            element("p") {
                link(-1, phrases("visits.before"))
                " "
                link(1, phrases("visits.after"))
            }
            if expected.isEmpty { element("p") { phrases("visits.none") } }
            for service in expected { section(service, phrases, context.language) }
        }
    }

    private func link(_ days: Int, _ words: String) -> HTML {
        let other = CalendarDate(daysSince1970: day.daysSince1970 + days)
        return element("a", .href("/visits?day=\(other)")) { words }
    }

    private func section(
        _ service: MarkVisit.Expected, _ phrases: Phrases, _ language: Language
    ) -> HTML {
        element("section") {
            element("h2") { service.item.name[language] }
            if let plan = service.plan {
                if !plan.unverified.isEmpty {
                    element("p", .class("hint")) { phrases("visits.unverified") }
                }
            } else {
                element("p", .class("hint")) { phrases("visits.former") }
            }
            if service.visits.isEmpty {
                element("p") { phrases("visits.nobody") }
            } else {
                element("table") {
                    element("thead") {
                        element("tr") {
                            for head in ["place", "time", "number", "state", "say"] {
                                element("th", .scope("col")) { phrases("visits.\(head)") }
                            }
                        }
                    }
                    element("tbody") {
                        for visit in service.visits { row(visit, phrases, language) }
                    }
                }
            }
        }
    }

    private func row(_ visit: MarkVisit.Visit, _ phrases: Phrases, _ language: Language) -> HTML {
        let appointment = visit.appointment
        return element("tr") {
            element("td") {
                visit.item.slots?.place(appointment.place)?.name[language] ?? appointment.place
            }
            element("td") { appointment.time }
            element("td") { number(visit) }
            element("td") { phrases("appointment.state.\(appointment.state.rawValue)") }
            element("td") {
                if appointment.startsAt <= now {
                    for state in [Appointment.State.kept, .missed] where state != appointment.state {
                        element(
                            "form", .method("post"),
                            .action("/visits/\(appointment.number)/\(state.rawValue)")
                        ) {
                            Button(phrases("visits.\(state.rawValue)"), .secondary).html
                        }
                    }
                }
            }
        }
    }

    /// A link where the office of the place may open it now.
    private func number(_ visit: MarkVisit.Visit) -> HTML {
        let (appointment, spoken) = (visit.appointment, visit.appointment.number.spoken)
        guard let queue, OpenVisit.office(of: appointment, visit.item) == queue,
            appointment.isOpened(on: CalendarDate(inChinaAt: now))
        else { return HTML.text(spoken) }
        return element("a", .href("/visits/\(appointment.number)")) { spoken }
    }
}
