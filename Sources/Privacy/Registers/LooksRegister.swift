import Audit
public import Base
public import Catalogue
public import Exchange
import Identity
import Storage
public import Web

/// The house's own register: who had to do with a person's data, as a department would answer, so that the list becomes
/// a paper like any other: her case, her ticket, her seal.
public struct LooksRegister: RegisterPort {
    public static let resource = "platform/looks"
    /// The page of the service that prints it.
    static let service = "/services/platform/looks-record"
    /// Acts on one paper at most, the youngest.
    static let actsMax = 100

    let parts: PrivacyParts
    let catalogue: Catalogue
    let phrases: Phrases
    /// The name of the station of a terminal, in Mandarin, as papers are written.
    let station: @Sendable (_ terminal: String) async throws -> String?

    public init(
        _ parts: PrivacyParts, catalogue: Catalogue, words: Words,
        station: @escaping @Sendable (_ terminal: String) async throws -> String?
    ) {
        self.parts = parts
        self.catalogue = catalogue
        self.station = station
        phrases = words.phrases(.mandarin)
    }

    public func record(for question: RegisterQuestion) async throws(PortError) -> RegisterRecord {
        try await OwnRecord(parts: parts, resource: Self.resource, table: "looks").answer(to: question) {
            person in
            let here = PersonHere(citizen: person.id, terminal: nil, session: nil)
            var rows: [[String: String]] = []
            for look in try await WhoLooked(parts)(here, countMax: Self.actsMax).looks {
                rows.append(try await row(look))
            }
            return rows
        }
    }

    /// `at` orders them and says when, `who` did it, `what` in plain words with its reason and its law.
    private func row(_ look: WhoLooked.Look) async throws -> [String: String] {
        let sources = LookSources(catalogue: catalogue, rules: parts.rules, purposes: parts.purposes)
        let words = LookWords(look: look, sources: sources, phrases: phrases)
        let place = if let terminal = look.act.terminal { try await station(terminal) } else { String?.none }
        let why = words.rows(at: place).dropFirst().map { "\($0.label)\(phrases("looks.colon"))\($0.value)" }
        return [
            "at": words.moment, "who": words.who,
            "what": ([words.title] + why).joined(separator: phrases("looks.stop")),
        ]
    }
}
