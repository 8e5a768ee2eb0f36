import Base
public import Web
import Catalogue

/// Asks for the number of a case and the code on its paper.
public struct FindAppointmentPage: Sendable {
    public let number: String
    public let problem: (any Refusal)?

    public init(number: String = "", problem: (any Refusal)? = nil) {
        self.number = number
        self.problem = problem
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let errors = problem.map {
            [FieldError($0.fields.first ?? "number", phrases.problem(inForm: $0))]
        }
        return frame.site(
            context, title: phrases("appointment.title"), lead: phrases("appointment.lead"),
            hasErrors: problem != nil
        ) {
            if let errors { ErrorSummary(errors).html(phrases) }
            element("form", .method("post"), .action("/appointments")) {
                Field(
                    .text, name: "number", label: phrases("appointment.number"),
                    hint: phrases("appointment.number.hint"), error: errors?.message("number"), value: number,
                    max: 60
                ).html
                Field(
                    .text, name: "code", label: phrases("appointment.code"),
                    hint: phrases("appointment.code.hint"), error: errors?.message("code"), max: 40
                ).html
                Button(phrases("appointment.find")).html
            }
        }
    }
}

/// One appointment, with its file for a calendar.
public struct AppointmentPage: Sendable {
    public let view: OwnAppointments.View
    public let number: String
    public let code: String

    public init(view: OwnAppointments.View, number: String, code: String) {
        self.view = view
        self.number = number
        self.code = code
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        let isAhead = view.appointment.state == .booked
        return frame.site(context, title: view.item.name[context.language]) {
            Notice(
                isAhead ? .success : .information,
                phrases("appointment.state.\(view.appointment.state.rawValue)")
            ).html
            SummaryList(
                AppointmentRows(appointment: view.appointment, place: view.place)
                    .rows(phrases, context.language)
            ).html(phrases)
            // Number and code go by post: no log and no history of a browser holds them. Who has the entry already takes the
            // newer one over it, also where nothing is to come any more.
            element("form", .method("post"), .action("/appointments/calendar")) {
                void("input", .type("hidden"), .name("number"), .value(number))
                void("input", .type("hidden"), .name("code"), .value(code))
                Button(phrases("appointment.calendar"), isAhead ? .primary : .secondary).html
            }
            if isAhead { WhatHolds(view: view).html(phrases) }
        }
    }
}

/// What lies ahead of a person, in her account.
public struct AppointmentsPage: Sendable {
    public let views: [OwnAppointments.View]

    public init(views: [OwnAppointments.View]) {
        self.views = views
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.site(context, title: phrases("appointments.title"), lead: phrases("appointments.lead")) {
            if views.isEmpty { Notice(.information, phrases("appointments.none")).html }
            for view in views {
                element("section") {
                    element("h2") { view.item.name[context.language] }
                    SummaryList(
                        AppointmentRows(appointment: view.appointment, place: view.place)
                            .rows(phrases, context.language)
                    ).html(phrases)
                    Button(
                        phrases("appointment.calendar"), .secondary,
                        to: "/account/appointments/\(view.appointment.number)/calendar.ics"
                    ).html
                    WhatHolds(view: view).html(phrases)
                    if let service = view.cancelledBy {
                        Button(
                            phrases("appointments.cancel"), .secondary, to: "/services/\(service.rawValue)"
                        ).html
                    }
                }
            }
        }
    }
}

/// What holds for a visit to come: that it stands though nobody can book such a one any more, and how it is given back.
struct WhatHolds {
    let view: OwnAppointments.View

    func html(_ phrases: Phrases) -> HTML {
        fragment {
            if !view.isOffered {
                Notice(
                    .information, phrases("appointment.former.title"), phrases("appointment.former.text")
                ).html
            }
            element("p", .class("hint")) {
                phrases(view.cancelledBy == nil ? "appointment.call" : "appointment.change")
            }
        }
    }
}
