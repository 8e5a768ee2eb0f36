public import Base
public import Web
import Catalogue

/// Where and when: a place, then a day, then a time, one thing a page, each with how many seats are left.
struct SlotPage {
    enum Stage: Sendable {
        case places
        case days(place: SlotPlan.Place, [FreeSlots.Day])
        case times(place: SlotPlan.Place, CalendarDate, [FreeSlots.Time])
    }

    let form: CaseForm
    let plan: SlotPlan
    let stage: Stage
    /// Why the last wish was not granted.
    let problem: AppointmentRefused?
    let back: String
    let place: CasePlace
    let handOverKey: Token?
    let key: Token

    private var path: String { "\(place.path(form.file.number))/appointment" }

    func html(_ frame: Frame, _ context: EgretContext) -> HTML {
        let phrases = frame.phrases(context)
        return place.page(
            frame, context, title: phrases("kiosk.slot.\(word).title"), lead: lead(phrases, context.language),
            back: back, spoken: "kiosk.slot.\(word).spoken"
        ) {
            if let problem {
                Notice(
                    .warning, phrases("problem.\(problem.slug).title"),
                    phrases("problem.\(problem.slug).remedy")
                ).html
            }
            switch stage {
            case .places: places(context.language)
            case .days(let place, let days): self.days(place, days, phrases)
            case .times(let place, let day, let times): self.times(place, day, times, phrases)
            }
            HandOverOffer(number: form.file.number, key: handOverKey).html(phrases)
        }
    }

    private var word: String {
        switch stage {
        case .places: "place"
        case .days: "day"
        case .times: "time"
        }
    }

    private func lead(_ phrases: Phrases, _ language: Language) -> String {
        switch stage {
        case .places: phrases("kiosk.slot.place.lead")
        case .days(let place, _): place.name[language]
        case .times(let place, let day, _):
            phrases(
                "kiosk.slot.time.lead", ["place": place.name[language], "day": SlotWords(phrases).day(day)])
        }
    }

    private func places(_ language: Language) -> HTML {
        element("div", .class("tiles two")) {
            for place in plan.places {
                element("a", .class("tile big"), .href("\(path)?place=\(place.id)")) {
                    element("span", .class("tile-label")) { place.name[language] }
                }
            }
        }
    }

    private func days(_ place: SlotPlan.Place, _ days: [FreeSlots.Day], _ phrases: Phrases) -> HTML {
        fragment {
            if days.allSatisfy({ $0.free == 0 }) {
                Notice(.information, phrases("kiosk.slot.none"), phrases("kiosk.slot.none.remedy")).html
            }
            element("div", .class("tiles two")) {
                for day in days {
                    tile(day, to: "\(path)?place=\(place.id)&day=\(day.day)", phrases)
                }
            }
        }
    }

    /// A full day is said and leads nowhere.
    private func tile(_ day: FreeSlots.Day, to address: String, _ phrases: Phrases) -> HTML {
        let words = element("span", .class("tile-words")) {
            element("time", .class("tile-label"), .datetime(day.day.description)) {
                SlotWords(phrases).parts(day.day)
            }
            element("span", .class("hint")) { SlotWords(phrases).free(day.free) }
        }
        return day.free > 0
            ? element("a", .class("tile"), .href(address)) { words }
            : element("div", .class("tile full")) { words }
    }

    private func times(
        _ place: SlotPlan.Place, _ day: CalendarDate, _ times: [FreeSlots.Time], _ phrases: Phrases
    ) -> HTML {
        let open = times.filter { $0.free > 0 }
        return fragment {
            if open.isEmpty {
                Notice(.information, phrases("kiosk.slot.none"), phrases("kiosk.slot.none.remedy")).html
                actions(
                    Button(phrases("kiosk.slot.other-day"), .secondary, to: "\(path)?place=\(place.id)"))
            } else {
                postForm(action: path, key: key) {
                    void("input", .type("hidden"), .name("place"), .value(place.id))
                    void("input", .type("hidden"), .name("day"), .value(day.description))
                    Choice(
                        name: "time", label: phrases("kiosk.slot.time.label"),
                        options: open.map {
                            .init($0.slot.time, $0.slot.time, hint: SlotWords(phrases).free($0.free))
                        }
                    ).html
                    actions(Button(phrases("kiosk.slot.hold")))
                }
            }
        }
    }
}

/// How days and seats are written.
public struct SlotWords {
    let phrases: Phrases

    public init(_ phrases: Phrases) {
        self.phrases = phrases
    }

    /// `2026年12月3日 星期四`, `3 December 2026 (Thu)`.
    public func day(_ day: CalendarDate) -> String { "\(date(day)) \(weekday(day))" }

    /// The same for a narrow place: a line ends between the day and its name, in neither of them.
    func parts(_ day: CalendarDate) -> HTML {
        fragment {
            element("span", .class("whole")) { date(day) }
            " "
            element("span", .class("whole")) { weekday(day) }
        }
    }

    func free(_ count: Int) -> String {
        count > 0 ? phrases("slot.free", ["count": "\(count)"]) : phrases("slot.full")
    }

    private func date(_ day: CalendarDate) -> String { day.shown(in: phrases.language) }
    private func weekday(_ day: CalendarDate) -> String { phrases("slot.weekday.\(day.weekday.rawValue)") }
}
