import Audit
import Base
import Storage
import Vault

/// The last step of both ways: the session gains its person and a new token, once.
struct Recognition: Sendable {
    let parts: IdentityParts
    let session: Session
    let factors: Set<Factor>
    let requestID: String
    private let fresh: (token: String, hash: [UInt8])
    private let newID: Token

    init(parts: IdentityParts, session: Session, factors: Set<Factor>, requestID: String) {
        self.parts = parts
        self.session = session
        self.factors = factors
        self.requestID = requestID
        fresh = parts.newToken()
        newID = Token(parts.world)
    }

    /// - Throws: ``IdentityRefused/sessionOver`` when the session was over or had a person already.
    func complete(_ claim: Claim, in db: any SQLConnection) throws -> Identified {
        try complete(known(claim, in: db).id, in: db)
    }

    /// The same for a person who is known already and has proved herself elsewhere.
    func complete(_ citizen: Token, in db: any SQLConnection) throws -> Identified {
        let now = parts.world.now()
        guard
            try SessionStore.identify(
                session.id, as: citizen, factors: factors, tokenHash: fresh.hash, at: now, in: db)
        else { throw IdentityRefused.sessionOver }
        let commitment = try parts.vault.subject(citizen, in: db).commitment()
        try parts.audit.append(
            AuditAct(
                "identity.proved", actor: .citizen, purpose: session.service, caseNumber: nil,
                subject: commitment,
                fields: factors.map(\.rawValue).sorted(), decision: "match", terminal: session.terminalID,
                requestID: requestID),
            in: db)
        try repeatConsents(commitment, at: now, in: db)
        let proved = Session(
            id: session.id, terminalID: session.terminalID, language: session.language,
            service: session.service,
            way: session.way, citizen: citizen, factors: factors, startedAt: session.startedAt,
            lastSeenAt: now,
            tokenHash: fresh.hash, isForAnother: session.isForAnother)
        return Identified(session: try IdentifiedSession(proved), token: fresh.token, commitment: commitment)
    }

    /// What she agreed to before anybody knew her is written down once more, so that she finds it.
    private func repeatConsents(_ commitment: [UInt8], at now: Instant, in db: any SQLConnection) throws {
        for consent in Consent.allCases
        where try ConsentStore.isGiven(consent, session: session.id, in: db) {
            try parts.audit.append(
                AuditAct(
                    "consent.given", actor: .citizen, purpose: consent.rawValue, caseNumber: nil,
                    subject: commitment, fields: [Consent.wording], terminal: session.terminalID,
                    requestID: requestID),
                in: db)
        }
    }

    /// The person of a claim that was confirmed, met for the first time or renamed.
    func known(_ claim: Claim, in db: any SQLConnection) throws -> Citizen {
        let number = try CitizenNumber(claim.number)
        if let citizen = try CitizenStore.find(number, vault: parts.vault, in: db) {
            guard citizen.name != claim.name else { return citizen }
            // The authority has just confirmed this name: people change theirs.
            let renamed = Citizen(
                id: citizen.id, number: number, name: claim.name, phone: citizen.phone)
            try CitizenStore.rename(renamed, vault: parts.vault, in: db)
            return renamed
        }
        let citizen = Citizen(id: newID, number: number, name: claim.name, phone: nil)
        try CitizenStore.insert(citizen, vault: parts.vault, at: parts.world.now(), in: db)
        return citizen
    }
}
