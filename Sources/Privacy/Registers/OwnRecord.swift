import Base
import Exchange
import Identity
import Storage

/// How a register of the house's own answers: about one person, her name, her number and a list of rows, and of these
/// only what was asked for.
struct OwnRecord: Sendable {
    typealias Rows = @Sendable (_ person: Identity.Citizen) async throws -> [[String: String]]

    let parts: PrivacyParts
    /// The whole name of the resource.
    let resource: String
    /// The name of the list.
    let table: String

    func answer(
        to question: RegisterQuestion, rows: Rows
    ) async throws(PortError) -> RegisterRecord {
        guard question.resource == resource, Set(["name", "number", table]).isSuperset(of: question.fields)
        else { throw .failed(system: resource, code: "unknown-resource") }
        do {
            let vault = parts.vault
            let found = try await parts.engine.read { db in
                try CitizenStore.find(question.subject, vault: vault, in: db)
            }
            guard let person = found else { return .nothing }
            let values: [String: RegisterValue] = [
                "name": .text(person.name), "number": .text(person.number.text),
                table: .table(try await rows(person)),
            ]
            return .found(
                subject: question.subject, values: values.filter { question.fields.contains($0.key) })
        } catch {
            // Like a department that is away: the case waits and the question is put again.
            throw .unreachable(system: resource)
        }
    }
}
