import Base
import Storage
import Vault

extension NetworkLogin {
    /// How far the visit has come; asks the service as long as there is no answer.
    ///
    /// A service that does not answer keeps the picture on the screen, beside it the other ways.
    func look(in session: Session, requestID: String) async throws -> Standing {
        let found = try await parts.engine.read { db in try NetworkLoginStore.open(of: session.id, in: db) }
        guard let login = found else { return .none }
        guard login.decision == nil else { return try await standing(in: session) }
        let now = parts.world.now()
        guard let sealed = login.address, now < login.expiresAt,
            login.request.openedAt.since(now) <= Session.clockBackMax
        else { return .expired }
        let answer: NetworkAnswer?
        do throws(PortError) {
            answer = try await port.answer(to: login.request)
        } catch .untrustworthy {
            try await settle(login, .unanswered, "network-untrustworthy", in: session, requestID)
            return try await standing(in: session)
        } catch {
            answer = nil
        }
        guard let answer, answer != .waiting else {
            let address = try parts.vault.open(sealed, at: Self.addressPlace(login.id))
            return .waiting(address: String(decoding: address, as: UTF8.self), isSlow: answer == nil)
        }
        try await settle(login, by: answer, in: session, requestID)
        return try await standing(in: session)
    }

    private func settle(
        _ login: NetworkLoginStore.Login, by answer: NetworkAnswer, in session: Session, _ requestID: String
    ) async throws {
        switch answer {
        case .waiting: return
        case .refused: try await settle(login, .no, "network-refused", in: session, requestID)
        case .expired: try await settle(login, .expired, "network-expired", in: session, requestID)
        case .mismatch: try await settle(login, .mismatch, "network-mismatch", in: session, requestID)
        case .match(let identifier, let person):
            let outcome = NetworkOutcome(
                identifier: identifier,
                claim: person.map { Claim(name: $0.name, number: $0.number.text) })
            // The second answer of a visit must be of whoever gave the first.
            if let expected = login.expectedTerm, outcome.term(parts.vault) != expected {
                return try await settle(login, .mismatch, "network-other", in: session, requestID)
            }
            try await settle(login, .yes, nil, outcome: outcome, in: session, requestID)
        }
    }

    /// Keeps the first answer to a request; `refusal` is what the log says when nobody is let in by it.
    private func settle(
        _ login: NetworkLoginStore.Login, _ decision: Decision, _ refusal: String?,
        outcome: NetworkOutcome? = nil, in session: Session, _ requestID: String
    ) async throws {
        let (parts, now) = (parts, parts.world.now())
        let sealed = try outcome?.sealed(by: parts.vault, login: login.id)
        try await parts.engine.write { db in
            guard try NetworkLoginStore.decide(login.id, decision, outcome: sealed, at: now, in: db),
                let refusal
            else { return }
            try parts.note(
                decision == .unanswered ? "identity.unanswered" : "identity.refused", of: .network,
                decision: refusal, in: session, requestID, in: db)
        }
    }

    /// What stands in the row, which another look may have written.
    private func standing(in session: Session) async throws -> Standing {
        let (vault, now) = (parts.vault, parts.world.now())
        return try await parts.engine.read { db in
            guard let login = try NetworkLoginStore.open(of: session.id, in: db) else { return .none }
            switch login.decision {
            case nil, .expired: return .expired
            case .no: return .refused
            case .mismatch: return .mismatch
            case .unanswered: return .unanswered
            case .yes:
                guard now < login.expiresAt + Self.life, let sealed = login.outcome else { return .expired }
                let outcome = try NetworkOutcome(sealed: sealed, by: vault, login: login.id)
                if let claim = outcome.claim {
                    return .agreed(number: try CitizenNumber(claim.number).masked)
                }
                let known = try NetworkIdentityStore.find(outcome.identifier, vault: vault, in: db)
                return known.map { .agreed(number: $0.number.masked) } ?? .first
            }
        }
    }
}
