public import Base
public import Web
import Catalogue

/// Who is expected on a day, by number: the office says who came.
public struct VisitsDeskPage: Sendable {
    public let day: CalendarDate
    public let expected: [MarkVisit.Expected]
    public let now: Instant

    public init(day: CalendarDate, expected: [MarkVisit.Expected], now: Instant) {
        self.day = day
        self.expected = expected
        self.now = now
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
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
            if !service.plan.unverified.isEmpty {
                element("p", .class("hint")) { phrases("visits.unverified") }
            }
            if service.appointments.isEmpty {
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
                        for appointment in service.appointments {
                            row(appointment, service, phrases, language)
                        }
                    }
                }
            }
        }
    }

    private func row(
        _ appointment: Appointment, _ service: MarkVisit.Expected, _ phrases: Phrases, _ language: Language
    ) -> HTML {
        element("tr") {
            element("td") { service.plan.place(appointment.place)?.name[language] ?? appointment.place }
            element("td") { appointment.time }
            element("td") { appointment.number.spoken }
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
}
