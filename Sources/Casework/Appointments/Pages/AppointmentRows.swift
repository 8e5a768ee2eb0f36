import Base
import Catalogue
import Web

/// Place, day and time of an appointment, as rows of a list.
struct AppointmentRows {
    let appointment: Appointment
    let place: LocalText?
    /// Where it can be changed.
    var change: String?

    func rows(_ phrases: Phrases, _ language: Language) -> [SummaryList.Row] {
        [
            .init(
                AppointmentField.place.label[language], place?[language] ?? appointment.place, change: change),
            .init(
                AppointmentField.day.label[language], SlotWords(phrases).day(appointment.day), change: change),
            .init(AppointmentField.time.label[language], appointment.time, change: change),
        ]
    }
}
