/// What a paper can say of an appointment: `{appointment.place}`, `{appointment.day|date}`, `{appointment.time}`.
public enum AppointmentField: String, Sendable, CaseIterable {
    case place
    case day
    case time

    static let prefix = "appointment."

    /// As it stands in a layout's places.
    public var name: String { Self.prefix + rawValue }

    public var label: LocalText {
        switch self {
        case .place: LocalText(mandarin: "办理地点", english: "Place", minnan: "辦理所在")
        case .day: LocalText(mandarin: "预约日期", english: "Day", minnan: "預約日期")
        case .time: LocalText(mandarin: "预约时段", english: "Time", minnan: "預約時段")
        }
    }

    /// As a fact of the standard paper.
    var fact: StandardPaper.Fact {
        StandardPaper.Fact(label: label, value: self == .day ? "{\(name)|date}" : "{\(name)}")
    }
}

extension ServiceItem {
    /// Whether this service gives back what another books.
    public func cancels(_ other: ServiceItem) -> Bool { other.slots != nil && undoes(other) }

    /// Whether it is about the same thing, of whatever version: what was booked before can be given back after.
    func undoes(_ other: ServiceItem) -> Bool {
        act == .cancel && other.department == department && other.object == object
    }
}

extension Catalogue {
    /// The service whose bookings this one gives back; nil where it does no such thing.
    ///
    /// Where nothing can be booked any more, it is the last version that booked: who has a booking still gives it back.
    public func booking(cancelledBy item: ServiceItem) -> ServiceItem? {
        guard item.act == .cancel else { return nil }
        return items.first { item.cancels($0) }
            ?? former.filter { item.cancels($0) }.max { ($0.version, $1.id) < ($1.version, $0.id) }
    }

    /// Services that would be given back by this one and book at no time that the house knows of: the version that had
    /// slots is lost.
    public func silentBookings(cancelledBy item: ServiceItem) -> [ServiceItem] {
        items.filter { $0.act == .book && item.undoes($0) }
    }

    /// The service by which a booking of this one is given back; nil where there is none.
    public func cancelling(_ item: ServiceItem) -> ServiceItem? {
        items.first { $0.undoes(item) }
    }

    /// Every service of which somebody may have a booking, as it is offered, or as it was last; sorted by id.
    public var everBooked: [ServiceItem] {
        let before = Dictionary(
            former.filter { $0.slots != nil }.map { ($0.id, $0) },
            uniquingKeysWith: { $0.version > $1.version ? $0 : $1 })
        let offered = items.filter { $0.slots != nil || $0.act == .book || before[$0.id] != nil }
        let gone = before.values.filter { self[$0.id] == nil }
        return (offered + gone).sorted { $0.id < $1.id }
    }
}
