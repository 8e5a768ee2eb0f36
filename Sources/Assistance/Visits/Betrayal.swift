import Base
import Foundation
import Identity
import Storage
import Web

/// The second look at a masked page: whether the visit's person is on it after all, by name, number or telephone,
/// whole or as screens usually show them.
extension AssistanceVerbs {
    public func betrayal(in page: [UInt8], token: String?, at terminal: String) async throws -> Bool {
        let parts = parts
        let person = try await parts.engine.read { db -> Citizen? in
            guard
                let visit = try token.flatMap({ try parts.visits.visit(of: $0, terminal: terminal, in: db) }),
                let citizen = visit.citizen
            else { return nil }
            return try CitizenStore.find(citizen, vault: parts.vault, in: db)
        }
        guard let person else { return false }
        return Self.words(of: person).contains { word in
            Data(page).range(of: Data(HTML.text(word).bytes)) != nil
        }
    }

    /// What of a person could stand on a page.
    static func words(of person: Citizen) -> [String] {
        [person.name, person.number.text, person.number.masked]
            + (PersonName(person.name).map { $0.text.count > 1 ? [$0.masked] : [] } ?? [])
            + (person.phone.map { [$0.text, $0.masked] } ?? [])
    }
}
