import Audit
import Base
import Catalogue
import Exchange
import Identity
import Stations
import Storage
import Vault

/// The register of families: asked about the person at the screen alone, and only for the one relation that is needed.
struct FamilyRegister: Sendable {
    static let rowsMax = 20
    /// What is stopped at a terminal where the register has spoken of somebody else: acting by its word, and nothing beside.
    static let service = "platform/acting"

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
    /// - Throws: ``RepresentationRefused/registerSilent`` when there is no answer, or none that can be read: it harms
    ///   nothing but this question. ``RepresentationRefused/registerWrongPerson`` when it is about somebody else, or was
    ///   here before.
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
        let terminal = session.session.terminalID
        let (person, commitment) = try await parts.engine.read { db in
            do {
                try ServiceGate.require(Self.service, at: terminal, in: db)
            } catch TerminalRefused.serviceStopped {
                throw RepresentationRefused.registerWrongPerson
            }
            return (
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
        } catch PortError.untrustworthy(_, PortError.otherSubject) {
            throw try await stopped(at: terminal)
        } catch is PortError {
            throw RepresentationRefused.registerSilent
        }
        guard let values else { return (person, []) }
        guard !Self.isAboutAnother(values, than: person) else { throw try await stopped(at: terminal) }
        guard let relatives = Self.read(values, field, about: person) else {
            throw RepresentationRefused.registerSilent
        }
        try await note(relatives, question, session, requestID)
        return (person, relatives)
    }

    /// Stops acting by the register's word at the terminal, and calls staff.
    private func stopped(at terminal: String) async throws -> RepresentationRefused {
        try await parts.stopService(
            Self.service, at: terminal, reason: "register-other-subject", by: .system("representation"))
        return .registerWrongPerson
    }

    private static func isAboutAnother(_ values: [String: RegisterValue], than person: Citizen) -> Bool {
        for (field, own) in [("name", person.name), ("number", person.number.text)] {
            if case .text(let text) = values[field], text != own { return true }
        }
        return false
    }

    /// Whoever of them is known here finds that the register told of her, and where.
    private func note(
        _ relatives: [Relative], _ question: RegisterQuestion, _ session: IdentifiedSession,
        _ requestID: String
    ) async throws {
        try await parts.engine.write { [parts] db in
            for relative in relatives {
                guard let known = try CitizenStore.find(relative.number, vault: parts.vault, in: db) else {
                    continue
                }
                try parts.audit.append(
                    AuditAct(
                        "register.answered", actor: .system("egret"), purpose: question.purpose,
                        caseNumber: question.caseNumber,
                        subject: try parts.vault.subject(known.id, in: db).commitment(),
                        fields: [question.resource, "name", "number"], decision: "relative",
                        terminal: session.session.terminalID, requestID: requestID), in: db)
            }
        }
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
