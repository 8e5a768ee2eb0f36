import Audit
import Base
import Storage
import Vault

/// Notes which second factor a person wants, and her consent or refusal of the picture.
public struct ChooseWay: Sendable {
    let parts: IdentityParts

    public init(_ parts: IdentityParts) {
        self.parts = parts
    }

    public func callAsFunction(_ way: Way, in session: Session) async throws {
        try await parts.engine.write { db in try SessionStore.choose(way, for: session.id, in: db) }
    }

    /// Writes a consent down before anything is done under it.
    public func give(_ consent: Consent, in session: Session, requestID: String) async throws {
        try await note(consent, given: true, for: .face, in: session, requestID: requestID)
    }

    /// Takes a consent back and goes on by another way; the effect is immediate.
    public func withdraw(
        _ consent: Consent, for other: Way, in session: Session, requestID: String
    ) async throws {
        try await note(consent, given: false, for: other, in: session, requestID: requestID)
    }

    private func note(
        _ consent: Consent, given: Bool, for way: Way, in session: Session, requestID: String
    ) async throws {
        let now = parts.world.now()
        let id = Token(parts.world)
        let (audit, vault) = (parts.audit, parts.vault)
        try await parts.engine.write { db in
            var action = "consent.given"
            if given {
                try ConsentStore.give(
                    consent, wording: Consent.wording, session: session.id, id: id, at: now, in: db)
            } else {
                let had = try ConsentStore.withdraw(consent, session: session.id, at: now, in: db)
                action = had ? "consent.withdrawn" : "consent.refused"
                // What was proved under it no longer counts.
                if consent == .face { try SessionStore.drop(.face, from: session.id, in: db) }
            }
            try SessionStore.choose(way, for: session.id, in: db)
            try audit.append(
                AuditAct(
                    action, actor: .citizen, purpose: consent.rawValue,
                    caseNumber: nil,
                    subject: try session.citizen.map { try vault.subject($0, in: db).commitment() },
                    fields: [Consent.wording], terminal: session.terminalID,
                    requestID: requestID),
                in: db)
        }
    }
}
