import Base
import Foundation
import Staff

/// Whom exactly the desk is asked to enrol; the second person decides on these words.
struct VolunteerMatter: Hashable, Codable {
    let name: String
    let phone: String
    let station: String
    /// Made of her citizen number, which nobody is shown again.
    let person: [UInt8]

    init(name: PersonName, phone: Phone, station: String, person: [UInt8]) {
        self.name = name.text
        self.phone = phone.text
        self.station = station
        self.person = person
    }

    /// - Returns: Nil for the matter of another kind, or one that ``approval`` never wrote.
    init?(_ matter: ApprovalMatter) {
        guard case .other(.volunteer, _, let data) = matter,
            let read = try? JSONDecoder().decode(VolunteerMatter.self, from: Data(data))
        else { return nil }
        self = read
    }

    /// The words are the same in every language: a name, a station and the ends of a number.
    var approval: ApprovalMatter {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return .other(
                .volunteer, summary: "\(name) · \(Phone(phone)?.masked ?? "") → \(station)",
                data: [UInt8](try encoder.encode(self)))
        }
    }
}
