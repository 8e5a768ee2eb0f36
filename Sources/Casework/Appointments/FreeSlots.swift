public import Base
public import Catalogue
import Storage

/// How many seats are left, for the pages on which somebody chooses.
public struct FreeSlots: Sendable {
    public struct Day: Sendable, Hashable {
        public let day: CalendarDate
        public let free: Int
    }

    public struct Time: Sendable, Hashable {
        public let slot: Slot
        public let free: Int
    }

    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// The days that can be booked at a place, full ones among them.
    public func days(at place: String, for form: CaseForm) async throws -> [Day] {
        guard let plan = form.booking?.plan, plan.place(place) != nil else {
            throw AppointmentRefused.notOffered
        }
        let today = CalendarDate(inChinaAt: parts.world.now())
        let days = plan.days(after: today, parts.workingDays)
        guard let first = days.first, let last = days.last else { return [] }
        let taken = try await taken(form, at: place, from: first, through: last)
        return days.map { day in
            Day(
                day: day,
                free: plan.slots(at: place, on: day, parts.workingDays)
                    .map { Self.free($0, plan, taken) }.reduce(0, +))
        }
    }

    /// The times of a day at a place, full ones among them.
    public func times(at place: String, on day: CalendarDate, for form: CaseForm) async throws -> [Time] {
        let today = CalendarDate(inChinaAt: parts.world.now())
        guard let plan = form.booking?.plan, plan.place(place) != nil,
            plan.days(after: today, parts.workingDays).contains(day)
        else { throw AppointmentRefused.notOffered }
        let taken = try await taken(form, at: place, from: day, through: day)
        return plan.slots(at: place, on: day, parts.workingDays)
            .map { Time(slot: $0, free: Self.free($0, plan, taken)) }
    }

    private static func free(_ slot: Slot, _ plan: SlotPlan, _ taken: [Instant: Int]) -> Int {
        max(0, plan.people - (taken[slot.startsAt] ?? 0))
    }

    private func taken(
        _ form: CaseForm, at place: String, from first: CalendarDate, through last: CalendarDate
    ) async throws -> [Instant: Int] {
        let now = parts.world.now()
        return try await parts.engine.read { db in
            try AppointmentStore.taken(
                of: form.item.id, at: place, from: first.start, before: last.start + .seconds(86_400),
                besides: form.file.number, at: now, in: db)
        }
    }
}
