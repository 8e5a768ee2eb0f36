import Base

/// The stations as programs read them.
struct StationsDocument: Encodable {
    struct Entry: Encodable {
        let id: String
        /// By language tag.
        let name: [String: String]
        let address: [String: String]
        let division: String
        let latitudeMicrodegrees: Int64
        let longitudeMicrodegrees: Int64
        let hours: String
        let state: String
        let lastSeenMs: Int64?

        init(_ listing: StationListing) {
            let station = listing.station
            id = station.id
            name = Self.byLanguage(station.name)
            address = Self.byLanguage(station.address)
            division = station.division.rawValue
            latitudeMicrodegrees = station.latitudeMicrodegrees
            longitudeMicrodegrees = station.longitudeMicrodegrees
            hours = station.hours
            state = listing.state.rawValue
            lastSeenMs = listing.lastSeen?.milliseconds
        }

        private static func byLanguage(_ text: PlaceText) -> [String: String] {
            Dictionary(uniqueKeysWithValues: Language.allCases.map { ($0.rawValue, text[$0]) })
        }
    }

    let stations: [Entry]
}
