import Base
import Web

extension StepDeadline {
    /// By when it is decided, as far as that can be said.
    func row(_ phrases: Phrases) -> SummaryList.Row {
        .init(phrases("kiosk.handed-in.by"), words(phrases))
    }

    fileprivate func words(_ phrases: Phrases) -> String {
        let day = day.shown(in: phrases.language)
        return isFirm ? day : phrases("kiosk.handed-in.not-firm", ["day": day])
    }
}

extension Acceptance {
    /// Since when it counts as accepted, or by when that is said; nil while its person is being asked, when that day is over, and
    /// where all of it is decided before.
    func row(_ phrases: Phrases, decidedBy end: StepDeadline?, at now: Instant) -> SummaryList.Row? {
        switch standing {
        case .due(let deadline) where now > deadline.at || end.map { $0.at <= deadline.at } ?? false: nil
        case .due(let deadline): .init(phrases("kiosk.acceptance.by"), deadline.words(phrases))
        case .waitsForPerson: nil
        case .accepted(let day, .lapse):
            .init(
                phrases("kiosk.acceptance.on"),
                phrases("kiosk.acceptance.lapse", ["day": day.shown(in: phrases.language)]))
        case .accepted(let day, _): .init(phrases("kiosk.acceptance.on"), day.shown(in: phrases.language))
        }
    }
}
