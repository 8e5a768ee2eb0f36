import Base
import Foundation
import Identity
import Storage
import Web

/// The second look at a masked page: whether the visit's person, or the one she acts for, is on it after all, by name,
/// number or telephone, whole or as screens usually show them.
extension AssistanceVerbs {
    public func betrayal(in page: [UInt8], token: String?, at terminal: String) async throws -> Bool {
        let parts = parts
        let people = try await parts.engine.read { db -> [Citizen] in
            guard
                let visit = try token.flatMap({ try parts.visits.visit(of: $0, terminal: terminal, in: db) })
            else { return [] }
            return try [visit.citizen, parts.subject(visit.id, db)].compactMap { $0 }
                .compactMap { try CitizenStore.find($0, vault: parts.vault, in: db) }
        }
        return people.flatMap(Self.words).contains { word in
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
