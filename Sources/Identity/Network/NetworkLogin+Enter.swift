import Audit
import Base
import Storage
import Vault

extension NetworkLogin {
    private enum Outcome {
        case identified(Identified)
        case refused(IdentityRefused)
    }

    /// Gives the visit its person, who agreed on her phone; the press on the terminal is what opens it, once.
    ///
    /// - Throws: ``IdentityRefused/networkNotAgreed`` when nobody has agreed, or nothing but a name is known of her yet;
    ///   ``IdentityRefused/otherCard`` and ``IdentityRefused/networkMismatch`` when she is another than was thought.
    func enter(in session: Session, requestID: String) async throws -> Identified {
        let recognition = Recognition(
            parts: parts, session: session, factors: [.network], requestID: requestID)
        let link = Token(parts.world)
        let outcome = try await parts.engine.write { db in try complete(recognition, link: link, in: db) }
        switch outcome {
        case .identified(let identified): return identified
        case .refused(let refusal): throw refusal
        }
    }

    private func complete(
        _ recognition: Recognition, link: Token, in db: any SQLConnection
    ) throws -> Outcome {
        let (session, now) = (recognition.session, parts.world.now())
        guard let login = try NetworkLoginStore.open(of: session.id, in: db), login.decision == .yes,
            now < login.expiresAt + Self.life, let sealed = login.outcome
        else { return .refused(.networkNotAgreed) }
        let answer = try NetworkOutcome(sealed: sealed, by: parts.vault, login: login.id)
        let linked = try NetworkIdentityStore.find(answer.identifier, vault: parts.vault, in: db)
        guard let number = try answer.claim.map({ try CitizenNumber($0.number) }) ?? linked?.number else {
            return .refused(.networkNotAgreed)
        }
        try NetworkLoginStore.close(ofSession: session.id, at: now, in: db)
        if let refusal = try refusal(number, answer, linked, recognition, in: db) { return .refused(refusal) }
        guard let claim = answer.claim else {
            // Its number was hers.
            guard let linked else { return .refused(.networkNotAgreed) }
            return .identified(try recognition.complete(linked.id, in: db))
        }
        let citizen = try recognition.known(claim, in: db)
        if try NetworkIdentityStore.link(
            answer.identifier, to: citizen.id, id: link, vault: parts.vault, at: now, in: db)
        {
            try parts.audit.append(
                AuditAct(
                    "identity.network-linked", actor: .citizen, purpose: session.service, caseNumber: nil,
                    subject: try parts.vault.subject(citizen.id, in: db).commitment(),
                    fields: ["name", "number"], terminal: session.terminalID,
                    requestID: recognition.requestID),
                in: db)
        }
        return .identified(try recognition.complete(citizen.id, in: db))
    }

    /// Why an answer that matches opens nothing all the same; written down here.
    private func refusal(
        _ number: CitizenNumber, _ answer: NetworkOutcome, _ linked: Citizen?, _ recognition: Recognition,
        in db: any SQLConnection
    ) throws -> IdentityRefused? {
        let (session, now) = (recognition.session, parts.world.now())
        func note(_ decision: String) throws {
            try parts.note(
                "identity.refused", of: .network, decision: decision, in: session, recognition.requestID,
                in: db)
        }
        // A card that was laid meanwhile must be hers; another's ends the visit, as everywhere.
        if let sealed = try SessionStore.claim(of: session.id, in: db),
            try Claim(sealed: sealed, by: parts.vault, session: session.id).number != number.text
        {
            try EndSession(parts).one(
                session, because: .mismatch, requestID: recognition.requestID, at: now, in: db)
            return .otherCard
        }
        // A name that is tied to another person: either the service is wrong or we are, so nobody enters.
        if let linked, linked.number != number {
            try note("network-other")
            return .networkMismatch
        }
        if answer.claim != nil, try !ConsentStore.isGiven(.identityData, session: session.id, in: db) {
            try note("consent-missing")
            return .networkNotAgreed
        }
        guard number.birthDate.age(on: CalendarDate(inChinaAt: now)) >= Consent.guardianBelowAge else {
            try note("guardian-missing")
            return .guardianNeeded
        }
        return nil
    }
}
