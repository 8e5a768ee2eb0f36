import Base
import Storage
import Vault

/// Every statement about the `volunteers` table, and there is no other.
enum VolunteerStore {
    /// **Range:** of those who help no more.
    static let retiredMax = 2_000

    static func insert(
        _ volunteer: Volunteer, by asker: String, and decider: String, vault: Vault,
        in db: any SQLConnection
    ) throws {
        let name = try vault.seal(Array(volunteer.name.text.utf8), at: place("name_sealed", volunteer.id))
        let phone = try vault.seal(Array(volunteer.phone.text.utf8), at: place("phone_sealed", volunteer.id))
        try db.run(
            """
            INSERT INTO volunteers (id, number, name_sealed, phone_sealed, person_term, station_id,
                                    enrolled_at_ms, enrolled_by, approved_by)
            VALUES (\(volunteer.id), \(volunteer.number), \(name), \(phone), \(volunteer.person),
                    \(volunteer.station), \(volunteer.enrolledAt), \(asker), \(decider))
            """)
    }

    static func find(_ id: Token, vault: Vault, in db: any SQLConnection) throws -> Volunteer? {
        try db.rows("SELECT \(raw: columns) FROM volunteers WHERE id = \(id)").first.map {
            try read($0, vault)
        }
    }

    static func find(number: String, vault: Vault, in db: any SQLConnection) throws -> Volunteer? {
        try db.rows("SELECT \(raw: columns) FROM volunteers WHERE number = \(number)").first
            .map { try read($0, vault) }
    }

    /// Those who help, by station and number, every one of them; and then those who did, up to a number.
    static func all(vault: Vault, in db: any SQLConnection) throws -> [Volunteer] {
        let helping = try db.rows(
            "SELECT \(raw: columns) FROM volunteers WHERE retired_at_ms IS NULL ORDER BY station_id, number")
        let retired = try db.rows(
            """
            SELECT \(raw: columns) FROM volunteers WHERE retired_at_ms IS NOT NULL
            ORDER BY station_id, number LIMIT \(retiredMax)
            """)
        return try (helping + retired).map { try read($0, vault) }
    }

    /// - Returns: False when she is retired already, or there is no such volunteer.
    static func retire(
        _ id: Token, by officer: String, at now: Instant, in db: any SQLConnection
    ) throws(SQLError) -> Bool {
        try db.run(
            """
            UPDATE volunteers SET retired_at_ms = \(now), retired_by = \(officer)
            WHERE id = \(id) AND retired_at_ms IS NULL
            """) == 1
    }

    private static let columns: StaticString =
        "id, number, name_sealed, phone_sealed, person_term, station_id, enrolled_at_ms, retired_at_ms"

    private static func place(_ column: StaticString, _ id: Token) -> FieldPlace {
        FieldPlace("volunteers", column, row: id.rawValue)
    }

    private static func read(_ row: SQLRow, _ vault: Vault) throws -> Volunteer {
        let id: Token = try row.value("id")
        func text(_ column: StaticString) throws -> String {
            String(
                decoding: try vault.open(row.bytes(column.description), at: place(column, id)), as: UTF8.self)
        }
        guard let name = PersonName(try text("name_sealed")) else {
            throw SQLError.unreadable(column: "name_sealed")
        }
        guard let phone = Phone(try text("phone_sealed")) else {
            throw SQLError.unreadable(column: "phone_sealed")
        }
        return Volunteer(
            id: id, number: try row.text("number"), name: name, phone: phone,
            station: try row.text("station_id"), person: try row.bytes("person_term"),
            enrolledAt: try row.instant("enrolled_at_ms"),
            retiredAt: try row.instantIfPresent("retired_at_ms"))
    }
}
