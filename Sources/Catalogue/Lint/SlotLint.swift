import Base

/// What a booking still lacks: seats behind it, a day that is ever offered, a word about missed visits.
struct SlotLint {
    func check(_ item: ServiceItem, _ notes: LintNotes) {
        guard let plan = item.slots else {
            if item.act == .book, item.handling == .instant, item.result.kind == .appointment {
                notes.error(
                    at: .key("result").key("kind"), "An appointment is promised that has no seat behind it",
                    "Add slots.yml, or give another result")
            }
            return
        }
        if let monday = CalendarDate("2026-01-05"), !Self.isOffered(plan, inAnyWeekFrom: monday) {
            notes.warning(
                at: .key("act"), "On some days nothing can be booked at all: slots.yml looks ahead too short",
                "Look further ahead, or open on more days")
        }
        if plan.noShow != nil, !item.conditions.contains(where: Self.speaksOfMissing) {
            notes.warning(
                at: .key("conditions"),
                "slots.yml stops booking after missed visits, and nobody is told before",
                "Say it among the conditions")
        }
        for question in item.questions where question.isOfDayAhead {
            notes.warning(
                at: .question(question.id), "The question \(question.id) asks for a day that the slot says",
                "Take it out: the page after the questions asks for place, day and time")
        }
    }

    /// Whether something is open whatever day of the week it is, holidays left aside.
    private static func isOffered(_ plan: SlotPlan, inAnyWeekFrom monday: CalendarDate) -> Bool {
        (0..<7).allSatisfy { day in
            let today = CalendarDate(daysSince1970: monday.daysSince1970 + day)
            return !plan.days(after: today, WorkingCalendar.weekendsOnly).isEmpty
        }
    }

    private static func speaksOfMissing(_ text: LocalText) -> Bool {
        ["爽约", "没来", "未到", "违约"].contains(where: text[.mandarin].contains)
    }
}

extension Question {
    /// Whether it asks for a day to come.
    fileprivate var isOfDayAhead: Bool {
        if case .date(.fromToday(let shift), _) = kind { return shift.days > 0 || shift.months > 0 }
        return false
    }
}
