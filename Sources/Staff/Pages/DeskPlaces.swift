import Base
public import Stations
import Web

/// The departments and districts of the city, and the other cities whose offices decide here, by name, for pages that would show nothing but codes.
public struct DeskPlaces: Sendable {
    public struct Place: Hashable, Sendable {
        /// A department's code, or six digits (GB/T 2260).
        public let code: String
        public let name: PlaceText

        public init(_ code: String, _ name: PlaceText) {
            self.code = code
            self.name = name
        }
    }

    public let departments: [Place]
    public let districts: [Place]
    public let partners: [Place]

    public init(departments: [Place], districts: [Place], partners: [Place] = []) {
        self.departments = departments
        self.districts = districts
        self.partners = partners
    }

    /// Of a code that nobody knows the code itself.
    func department(_ code: String, _ language: Language) -> String {
        departments.first { $0.code == code }?.name[language] ?? code
    }

    /// Of a code that nobody knows the code itself.
    func region(_ region: DivisionCode, _ phrases: Phrases) -> String {
        let code = region.rawValue
        if let place = (districts + partners).first(where: { $0.code == code }) {
            return place.name[phrases.language]
        }
        if cities.contains(code) { return phrases("staff.unserved.level.3") }
        return provinces.contains(code) ? phrases("staff.unserved.level.2") : code
    }

    /// Where somebody can serve besides the whole city, widest first.
    func regions(_ phrases: Phrases) -> [(code: String, name: String)] {
        provinces.sorted().map { ($0, phrases("staff.unserved.level.2")) }
            + (districts + partners).map { ($0.code, $0.name[phrases.language]) }
    }

    func knows(department: String) -> Bool { departments.contains { $0.code == department } }

    func knows(_ region: DivisionCode) -> Bool {
        (districts + partners).contains { $0.code == region.rawValue } || cities.contains(region.rawValue)
            || provinces.contains(region.rawValue)
    }

    private var cities: Set<String> { Set(districts.map { $0.code.prefix(4) + "00" }) }
    private var provinces: Set<String> { Set(districts.map { $0.code.prefix(2) + "0000" }) }
}

extension StaffAccount {
    func roleNames(_ phrases: Phrases) -> String {
        StaffRole.allCases.filter(roles.contains).map { phrases("staff.role.\($0.rawValue)") }
            .joined(separator: phrases("staff.comma"))
    }

    /// Department and region, or that there is no bound.
    func place(_ phrases: Phrases, _ places: DeskPlaces) -> String {
        let parts = [
            department.map { places.department($0, phrases.language) },
            region.map { places.region($0, phrases) } ?? phrases("staff.unserved.level.3"),
        ].compactMap(\.self)
        return department == nil && region == nil
            ? phrases("staff.person.everywhere") : parts.joined(separator: " · ")
    }
}
