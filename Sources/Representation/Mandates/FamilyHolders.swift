import Base
public import Identity
import Catalogue
import Storage
import Vault

/// A person's grown-up relatives, whom she can name in a mandate at a terminal without typing anything.
public struct FamilyHolders: Sendable {
    static let choiceIndex = BlindIndex("mandate.holder-choice", bits: 128)
    private static let fields = ["children", "parents"]

    let parts: RepresentationParts

    /// Somebody of the family: as much of her as the screen may show.
    public struct Candidate: Hashable, Sendable {
        public let choice: String
        public let maskedName: String
        public let ending: String
    }

    /// - Throws: ``RepresentationRefused/registerSilent``.
    public func candidates(
        of session: IdentifiedSession, requestID: String
    ) async throws -> [Candidate] {
        try await relatives(of: session, requestID).map { relative in
            Candidate(
                choice: choice(relative, session), maskedName: relative.name.masked,
                ending: String(relative.number.text.suffix(4)))
        }
    }

    /// Whom a choice names, by the register's word of now.
    ///
    /// - Throws: ``RepresentationRefused/mandateName`` for nobody of the list.
    public func holder(
        _ choice: String, of session: IdentifiedSession, requestID: String
    ) async throws -> Mandate.Holder {
        let all = try await relatives(of: session, requestID)
        guard let chosen = all.first(where: { self.choice($0, session) == choice }) else {
            throw RepresentationRefused.mandateName
        }
        return Mandate.Holder(name: chosen.name, number: chosen.number)
    }

    private func relatives(
        of session: IdentifiedSession, _ requestID: String
    ) async throws -> [FamilyRegister.Relative] {
        let (register, rules) = (FamilyRegister(parts: parts), try parts.rules())
        var found: [FamilyRegister.Relative] = []
        for field in Self.fields {
            found += try await register.rows(field, of: session, requestID: requestID).all
                .filter { !found.contains($0) }
        }
        return found.filter { $0.number.birthDate.age(on: parts.today) >= rules.actorFromAge }
    }

    private func choice(_ relative: FamilyRegister.Relative, _ session: IdentifiedSession) -> String {
        parts.vault.term(Self.choiceIndex, "\(session.session.id)|\(relative.number.text)").hex
    }
}
