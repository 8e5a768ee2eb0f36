public import Base
public import Catalogue
public import Foundation

/// The sample city: Xiamen's six districts with stations, departments and people who do not exist.
///
/// The data stands in `Registers/*.json` and is checked when it is read.
public struct SampleCity: Sendable {
    public let stations: [SampleStation]
    public let departments: [SampleDepartment]
    public let citizens: [SampleCitizen]
    private let byNumber: [CitizenNumber: SampleCitizen]
    private let byPhone: [Phone: SampleCitizen]

    public enum Broken: Error, Hashable, Sendable {
        case missing(String)
        case value(file: String, id: String, field: String)
    }

    /// The six districts by their GB/T 2260 codes, in Chinese.
    public static let districts: [(code: String, name: String)] = [
        ("350203", "思明区"), ("350205", "海沧区"), ("350206", "湖里区"), ("350211", "集美区"),
        ("350212", "同安区"), ("350213", "翔安区"),
    ]

    /// Reads the city that comes with the program; `others` is a file of more people in it.
    public static func xiamen(besides others: URL? = nil) throws -> SampleCity {
        let more = try others.map { try rows(SampleCitizenRow.self, in: $0) } ?? []
        return try SampleCity(
            stations: rows(SampleStationRow.self, of: "stations").map { try $0.station() },
            departments: rows(SampleDepartmentRow.self, of: "departments").map { try $0.department() },
            citizens: (rows(SampleCitizenRow.self, of: "citizens") + more).map { try $0.citizen() })
    }

    init(stations: [SampleStation], departments: [SampleDepartment], citizens: [SampleCitizen]) {
        self.stations = stations
        self.departments = departments
        self.citizens = citizens
        byNumber = Dictionary(citizens.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first })
        byPhone = Dictionary(
            citizens.compactMap { citizen in citizen.phone.map { ($0, citizen) } },
            uniquingKeysWith: { first, _ in first })
    }

    /// Somebody in a city for measurements: no face, and a card without an end.
    package struct Inhabitant: Sendable {
        let id: String
        let name: String
        let number: CitizenNumber
        let phone: Phone
        let registers: [String: RegisterFault]
        /// Ids of those who are her parents on record.
        let parents: [String]

        package init(
            id: String, name: String, number: CitizenNumber, phone: Phone, registers: [String: RegisterFault],
            parents: [String] = []
        ) {
            self.id = id
            self.name = name
            self.number = number
            self.phone = phone
            self.registers = registers
            self.parents = parents
        }
    }

    /// The same city with other people in it.
    package func inhabited(by people: [Inhabitant]) -> SampleCity {
        SampleCity(
            stations: stations, departments: departments,
            citizens: people.enumerated().map { index, person in
                SampleCitizen(
                    id: person.id, name: person.name, number: person.number, nation: "汉",
                    address: "福建省厦门市思明区样板里\(index + 1)号（虚构）", phone: person.phone,
                    issuer: "厦门市公安局思明分局", cardFrom: CalendarDate(daysSince1970: 18_262), cardUntil: nil,
                    faceSeed: UInt64(index), parents: person.parents,
                    label: SampleCitizen.Label(chinese: "样例", english: "Sample"),
                    behaviour: SampleCitizen.Behaviour(
                        authority: nil, registers: person.registers, messages: nil))
            })
    }

    /// The bodies that answer from registers, each with a key of its own: the city's, and those that declare one.
    public func departments(besides registers: [Register]) -> [String] {
        Set(departments.map(\.id)).union(registers.map(\.department.rawValue)).sorted()
    }

    public func citizen(id: String) -> SampleCitizen? { citizens.first { $0.id == id } }
    public func citizen(number: CitizenNumber) -> SampleCitizen? { byNumber[number] }
    public func citizen(phone: Phone) -> SampleCitizen? { byPhone[phone] }

    private static func rows<Row: Decodable>(_ type: Row.Type, of name: String) throws -> [Row] {
        guard let url = Bundle.module.url(forResource: "Registers/" + name, withExtension: "json") else {
            throw Broken.missing(name)
        }
        return try rows(type, in: url)
    }

    private static func rows<Row: Decodable>(_ type: Row.Type, in file: URL) throws -> [Row] {
        try JSONDecoder().decode([Row].self, from: Data(contentsOf: file))
    }
}
