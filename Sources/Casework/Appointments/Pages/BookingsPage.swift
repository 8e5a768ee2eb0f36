import Base
import Catalogue
import Web

/// Which of her bookings a person gives back.
struct BookingsPage {
    let form: CaseForm
    let booking: CaseBooking
    let problem: AppointmentRefused?
    let back: String
    let place: CasePlace
    let handOverKey: Token?
    let key: Token

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return place.page(
            frame, context, title: phrases("kiosk.bookings.title"),
            lead: booking.service.name[context.language],
            back: back, spoken: "kiosk.bookings.spoken"
        ) {
            if let problem {
                Notice(
                    .warning, phrases("problem.\(problem.slug).title"),
                    phrases("problem.\(problem.slug).remedy")
                ).html
            }
            postForm(action: "\(place.path(form.file.number))/appointment", key: key) {
                Choice(
                    name: "booking", label: phrases("kiosk.bookings.label"),
                    options: booking.open.map { appointment in
                        // Unlike the times of a form, when and where she is expected is hers.
                        .init(
                            appointment.number.rawValue,
                            Masking.shown("\(SlotWords(phrases).day(appointment.day)) \(appointment.time)"),
                            hint: Masking.kept(booking.place(appointment)?[context.language]))
                    },
                    chosen: booking.appointment?.number.rawValue
                        ?? (booking.open.count == 1 ? booking.open.first?.number.rawValue : nil)
                ).html
                actions(Button(phrases("kiosk.question.next")))
            }
            HandOverOffer(number: form.file.number, key: handOverKey).html(phrases)
        }
    }
}
