import Base
import Catalogue
import Exchange
import Identity
import Storage
import Vault

/// The register of families: asked about the person at the screen alone, and only for the one relation that is needed.
struct FamilyRegister: Sendable {
    static let rowsMax = 20

    let parts: RepresentationParts

    struct Relative: Hashable, Sendable {
        let name: PersonName
        let number: CitizenNumber
    }

    /// The field that tells a kind of relation; nil for a mandate, which no register knows.
    static func field(_ kind: RepresentationKind) -> String? {
        switch kind {
        case .child: "children"
        case .parent: "parents"
        case .mandate: nil
        }
    }

    /// Those for whom the person may act by this relation today.
    ///
    /// - Throws: ``RepresentationRefused/registerSilent`` when there is no answer, or one that cannot be trusted: it
    ///   harms nothing but this question.
    func relatives(
        _ kind: RepresentationKind, of session: IdentifiedSession, requestID: String
    ) async throws -> [Relative] {
        guard let field = Self.field(kind) else { return [] }
        let rules = try parts.rules()
        let (person, all) = try await rows(field, of: session, requestID: requestID)
        return all.filter {
            rules.permits(
                kind, actorBorn: person.number.birthDate, subjectBorn: $0.number.birthDate, on: parts.today)
        }
    }

    /// The person, and all of one relation, whatever their age.
    ///
    /// - Throws: As ``relatives(_:of:requestID:)``.
    func rows(
        _ field: String, of session: IdentifiedSession, requestID: String
    ) async throws -> (person: Citizen, all: [Relative]) {
        let rules = try parts.rules()
        let vault = parts.vault
        let (person, commitment) = try await parts.engine.read { db in
            (
                try CitizenStore.find(session.citizen, vault: vault, in: db),
                try vault.subject(session.citizen, in: db).commitment()
            )
        }
        guard let person else { throw RepresentationRefused.over }
        let question = RegisterQuestion(
            resource: rules.register, subject: person.number, caseNumber: session.session.id.rawValue,
            purpose: ManageMandates.purpose, fields: ["name", "number", field])
        let values: [String: RegisterValue]?
        do {
            values = try await parts.register(
                question,
                by: ReadRegister.Asker(
                    terminal: session.session.terminalID, subject: commitment, requestID: requestID))
        } catch is PortError {
            throw RepresentationRefused.registerSilent
        }
        guard let values else { return (person, []) }
        guard let relatives = Self.read(values, field, about: person) else {
            throw RepresentationRefused.registerSilent
        }
        return (person, relatives)
    }

    /// Nil unless the answer is about the person, and every row is a whole person, another one, and there once.
    static func read(
        _ values: [String: RegisterValue], _ field: String, about person: Citizen
    ) -> [Relative]? {
        guard values["name"] == .text(person.name), values["number"] == .text(person.number.text),
            case .table(let rows) = values[field], rows.count <= rowsMax
        else { return nil }
        var relatives: [Relative] = []
        for row in rows {
            guard Set(row.keys) == ["name", "number"], let name = row["name"].flatMap(PersonName.init),
                let number = try? CitizenNumber(row["number"] ?? ""), number != person.number,
                !relatives.contains(where: { $0.number == number })
            else { return nil }
            relatives.append(Relative(name: name, number: number))
        }
        return relatives
    }
}
