import Base
import Casework
import Catalogue
import Foundation
import Web

/// The page of the service that the benches ask for, and what it must hold: one that came without it is no page.
struct BenchPage: Sendable {
    let item: ServiceItem
    /// Its language and heading, how the service goes, its legal basis, the form that begins it with its key, and the end.
    let marks: [String]

    init(in catalogue: Catalogue) throws(CaseRefused) {
        guard let item = ServiceID(rawValue: BenchCase.service).flatMap({ catalogue[$0] }) else {
            throw .unknownService
        }
        self.item = item
        let said = item.guide.map(\.text[.mandarin]) + item.legalBasis.map { "\($0.title) \($0.clause)" }
        marks =
            ["<html lang=\"\(Language.mandarin.rawValue)\"", "<h1>\(item.name[.mandarin])</h1>"] + said + [
                "action=\"/services/\(item.id.rawValue)/start\"", "name=\"\(IdempotencyKey.fieldName)\"",
                Self.end,
            ]
    }

    func isWhole(_ markup: String) -> Bool { marks.allSatisfy { markup.contains($0) } }

    /// What every page ends with.
    static let end = "</html>"
}
