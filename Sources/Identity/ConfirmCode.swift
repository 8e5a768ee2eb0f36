import Base
import Storage
import Vault

/// Compares a typed code with the newest one sent in this session.
public struct ConfirmCode: Sendable {
    /// Wrong codes in one visit, however many were sent: a new code does not reset the count, and a new visit does not
    /// reset that of the person at the terminal (``TerminalThrottle``).
    public static let triesMax = 3

    let parts: IdentityParts

    public init(_ parts: IdentityParts) {
        self.parts = parts
    }

    private enum Outcome: Sendable {
        case identified(Identified)
        case refused(IdentityRefused)
    }

    public func callAsFunction(
        _ input: String, in session: Session, requestID: String
    ) async throws -> Identified {
        let recognition = Recognition(
            parts: parts, session: session, factors: [.card, .code], requestID: requestID)
        let parts = parts
        let outcome = try await parts.engine.write { db in
            try decide(input, session, recognition, parts, in: db)
        }
        switch outcome {
        case .identified(let identified): return identified
        case .refused(let refusal): throw refusal
        }
    }

    private func decide(
        _ input: String, _ session: Session, _ recognition: Recognition, _ parts: IdentityParts,
        in db: any SQLConnection
    ) throws -> Outcome {
        let now = parts.world.now()
        guard try SessionStore.tries(of: .code, for: session.id, in: db) < Self.triesMax else {
            return .refused(.codeTriesUsed)
        }
        guard let sent = try LoginCodeStore.open(for: session.id, in: db),
            let sealed = try SessionStore.claim(of: session.id, in: db)
        else { return .refused(.codeNotSent) }
        guard now < sent.expiresAt else { return .refused(.codeExpired) }
        let claim = try Claim(sealed: sealed, by: parts.vault, session: session.id)
        guard let code = LoginCode.normalised(input) else { return .refused(.codeUnreadable) }
        let throttle = TerminalThrottle(
            factor: .code, number: try CitizenNumber(claim.number), terminal: session.terminalID, parts: parts
        )
        let inARow = try throttle.take(in: db)
        guard LoginCode.hash(code, sending: sent.id, vault: parts.vault) == sent.hash else {
            try throttle.missed(inARow, in: db)
            return .refused(try miss(session, recognition.requestID, in: db))
        }
        guard try LoginCodeStore.markUsed(sent.id, at: now, in: db) else { return .refused(.codeNotSent) }
        try throttle.clear(in: db)
        return .identified(try recognition.complete(claim, in: db))
    }

    private func miss(
        _ session: Session, _ requestID: String, in db: any SQLConnection
    ) throws -> IdentityRefused {
        let tries = try SessionStore.countTry(of: .code, for: session.id, in: db)
        try parts.note("identity.refused", of: .code, decision: "code-wrong", in: session, requestID, in: db)
        return tries >= Self.triesMax ? .codeTriesUsed : .codeWrong(triesLeft: Self.triesMax - tries)
    }
}
