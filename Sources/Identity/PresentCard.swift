public import Wire
import Audit
import Base
import Storage
import Vault

/// Takes what the reader read from a card as the claim of who is there.
public struct PresentCard: Sendable {
    /// The end date of a card that never expires.
    static let withoutEnd = "00000000"

    let parts: IdentityParts

    public init(_ parts: IdentityParts) {
        self.parts = parts
    }

    /// - Throws: ``IdentityRefused``; another card than the first of this visit ends the visit.
    public func callAsFunction(_ reading: CardReading, in session: Session, requestID: String) async throws {
        let claim = try check(reading)
        let sealed = try claim.sealed(by: parts.vault, session: session.id)
        let now = parts.world.now()
        let (vault, audit) = (parts.vault, parts.audit)
        let isOther = try await parts.engine.write { db in
            // Asked here: somebody may have been identified since the request found its session.
            let citizen = try SessionStore.citizen(of: session.id, in: db)
            let other = try Self.isOther(claim, than: citizen, in: session.id, vault: vault, in: db)
            if other {
                _ = try SessionStore.end(session.id, because: .mismatch, at: now, in: db)
                try NetworkLoginStore.close(ofSession: session.id, at: now, in: db)
            } else if citizen == nil {
                guard try SessionStore.keepClaim(sealed, for: session.id, in: db) else {
                    throw IdentityRefused.sessionOver
                }
            }
            try audit.append(
                AuditAct(
                    "identity.card-read", actor: .terminal(session.terminalID), purpose: session.service,
                    caseNumber: nil, subject: nil, fields: ["name", "number", "validity"],
                    decision: other ? "other-card" : "kept", terminal: session.terminalID,
                    requestID: requestID),
                in: db)
            return other
        }
        if isOther { throw IdentityRefused.otherCard }
    }

    private func check(_ reading: CardReading) throws(IdentityRefused) -> Claim {
        let number: CitizenNumber
        do {
            number = try CitizenNumber(reading.number)
        } catch {
            throw .cardNumber(error)
        }
        guard let name = PersonName(reading.name) else { throw .cardUnreadable }
        let today = CalendarDate(inChinaAt: parts.world.now())
        guard let from = CalendarDate(compact: reading.validFrom) else { throw .cardUnreadable }
        guard from <= today else { throw .cardNotYetValid }
        if reading.validTo != Self.withoutEnd {
            guard let to = CalendarDate(compact: reading.validTo) else { throw .cardUnreadable }
            guard today <= to else { throw .cardExpired }
        }
        return Claim(name: name.text, number: number.text)
    }

    /// Whether the card names somebody else than the visit already knows.
    ///
    /// Another name with the same number is another card: a code that was sent for the first would prove it.
    private static func isOther(
        _ claim: Claim, than citizen: Token?, in session: Token, vault: Vault, in db: any SQLConnection
    ) throws -> Bool {
        if let citizen {
            return try CitizenStore.find(citizen, vault: vault, in: db)?.number.text != claim.number
        }
        guard let sealed = try SessionStore.claim(of: session, in: db) else { return false }
        return try Claim(sealed: sealed, by: vault, session: session) != claim
    }
}
