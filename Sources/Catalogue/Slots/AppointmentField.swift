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
    public func cancels(_ other: ServiceItem) -> Bool {
        act == .cancel && other.slots != nil && other.department == department && other.object == object
    }
}

extension Catalogue {
    /// The service whose bookings this one gives back; nil where it does no such thing.
    public func booking(cancelledBy item: ServiceItem) -> ServiceItem? {
        item.act == .cancel ? items.first { item.cancels($0) } : nil
    }

    /// The service by which a booking of this one is given back; nil where there is none.
    public func cancelling(_ item: ServiceItem) -> ServiceItem? {
        items.first { $0.cancels(item) }
    }
}
