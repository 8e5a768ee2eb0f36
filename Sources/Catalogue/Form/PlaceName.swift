public import Base

/// A place to choose in an address: a district of the city, another city whose offices decide here, or elsewhere.
///
/// Source: GB/T 2260.
public struct PlaceName: Hashable, Sendable {
    /// Six digits; `000000` is elsewhere.
    public let code: String
    public let name: LocalText

    public static let districts = [
        PlaceName("350203", "思明区", "Siming District", "思明區"),
        PlaceName("350206", "湖里区", "Huli District", "湖里區"),
        PlaceName("350211", "集美区", "Jimei District", "集美區"),
        PlaceName("350205", "海沧区", "Haicang District", "海滄區"),
        PlaceName("350212", "同安区", "Tong'an District", "同安區"),
        PlaceName("350213", "翔安区", "Xiang'an District", "翔安區"),
    ]
    static let elsewhere = PlaceName("000000", "厦门以外", "Outside Xiamen", "廈門以外")

    init(code: String, name: LocalText) {
        self.code = code
        self.name = name
    }

    private init(_ code: String, _ mandarin: String, _ english: String, _ minnan: String) {
        self.init(code: code, name: LocalText(mandarin: mandarin, english: english, minnan: minnan))
    }

    /// Nil for elsewhere.
    public var division: DivisionCode? { self == Self.elsewhere ? nil : DivisionCode(rawValue: code) }
}

extension Question {
    /// What can be chosen in an address: what lies in none of the others comes last.
    public var places: [PlaceName] { PlaceName.districts + cities + [.elsewhere] }

    /// The cities to whose offices a step goes by this answer.
    mutating func offerCities(of steps: [HandlingStep]) {
        let led = steps.filter { $0.region == .answer(id) }
        cities = Set(led.flatMap(\.partners)).sorted { $0.code < $1.code }
    }

    func place(_ code: some StringProtocol) -> PlaceName? { places.first { $0.code == code } }
}

extension Catalogue {
    /// The other cities whose offices decide here, by a step of any version that is known; in the order of their codes.
    public var partners: [PlaceName] {
        Set((items + former).flatMap(\.steps).flatMap(\.partners)).sorted { $0.code < $1.code }
    }

    /// What a district of the city, or another city whose offices decide here, is called.
    public func place(_ division: DivisionCode) -> LocalText? {
        (PlaceName.districts.first { $0.division == division }
            ?? (division.isOtherCity ? partners.first { $0.division == division } : nil))?.name
    }
}
