import Base
import Storage

/// Every statement about the `stations` table.
enum StationStore {
    static func save(_ station: Station, in db: any SQLConnection) throws(SQLError) {
        try db.run(
            """
            INSERT INTO stations (id, name_mandarin, name_english, name_minnan, address_mandarin,
                address_english, address_minnan, division, latitude_microdegrees, longitude_microdegrees,
                hours, owner)
            VALUES (\(station.id), \(station.name.mandarin), \(station.name.english), \(station.name.minnan),
                \(station.address.mandarin), \(station.address.english), \(station.address.minnan),
                \(station.division), \(station.latitudeMicrodegrees), \(station.longitudeMicrodegrees),
                \(station.hours), \(station.owner))
            ON CONFLICT (id) DO UPDATE SET name_mandarin = excluded.name_mandarin,
                name_english = excluded.name_english, name_minnan = excluded.name_minnan,
                address_mandarin = excluded.address_mandarin, address_english = excluded.address_english,
                address_minnan = excluded.address_minnan, division = excluded.division,
                latitude_microdegrees = excluded.latitude_microdegrees,
                longitude_microdegrees = excluded.longitude_microdegrees, hours = excluded.hours,
                owner = excluded.owner
            """)
    }

    static func find(_ id: String, in db: any SQLConnection) throws(SQLError) -> Station? {
        guard let row = try db.rows("SELECT * FROM stations WHERE id = \(id)").first else { return nil }
        return try read(row)
    }

    /// By division, then id.
    static func all(countMax: Int, in db: any SQLConnection) throws(SQLError) -> [Station] {
        var stations: [Station] = []
        for row in try db.rows("SELECT * FROM stations ORDER BY division, id LIMIT \(countMax)") {
            stations.append(try read(row))
        }
        return stations
    }

    private static func read(_ row: SQLRow) throws(SQLError) -> Station {
        guard let division = DivisionCode(rawValue: try row.text("division")) else {
            throw .unreadable(column: "division")
        }
        return Station(
            id: try row.text("id"),
            name: PlaceText(
                mandarin: try row.text("name_mandarin"), english: try row.text("name_english"),
                minnan: try row.text("name_minnan")),
            address: PlaceText(
                mandarin: try row.text("address_mandarin"), english: try row.text("address_english"),
                minnan: try row.text("address_minnan")),
            division: division,
            latitudeMicrodegrees: try row.int("latitude_microdegrees"),
            longitudeMicrodegrees: try row.int("longitude_microdegrees"),
            hours: try row.text("hours"), owner: try row.text("owner"))
    }
}
