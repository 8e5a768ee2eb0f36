public import Base
import Catalogue
public import Web

/// Which of her bookings a person gives back.
public struct BookingsPage: Sendable {
    public let form: CaseForm
    public let booking: CaseBooking
    public let problem: AppointmentRefused?
    public let back: String
    public let key: Token

    public init(
        form: CaseForm, booking: CaseBooking, problem: AppointmentRefused?, back: String, key: Token
    ) {
        self.form = form
        self.booking = booking
        self.problem = problem
        self.back = back
        self.key = key
    }

    public func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return frame.kiosk(
            context, title: phrases("kiosk.bookings.title"), lead: booking.service.name[context.language],
            back: back, spoken: "kiosk.bookings.spoken"
        ) {
            if let problem {
                Notice(
                    .warning, phrases("problem.\(problem.slug).title"),
                    phrases("problem.\(problem.slug).remedy")
                ).html
            }
            postForm(action: "/cases/\(form.file.number)/appointment", key: key) {
                Choice(
                    name: "booking", label: phrases("kiosk.bookings.label"),
                    options: booking.open.map { appointment in
                        .init(
                            appointment.number.rawValue,
                            "\(SlotWords(phrases).day(appointment.day)) \(appointment.time)",
                            hint: booking.place(appointment)?[context.language])
                    },
                    chosen: booking.appointment?.number.rawValue
                        ?? (booking.open.count == 1 ? booking.open.first?.number.rawValue : nil)
                ).html
                actions(Button(phrases("kiosk.question.next")))
            }
        }
    }
}
