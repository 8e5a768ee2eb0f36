public import Wire
import Base
import Foundation
import Storage

/// Asks the authority whether the face before the camera is the card's person, once consent is given.
public struct ConfirmFace: Sendable {
    /// Tries in one visit, whatever a new one gives (``TerminalThrottle``); after them the other way is the way.
    public static let triesMax = 3

    let parts: IdentityParts
    let authority: any IdentityAuthority

    public init(_ parts: IdentityParts, authority: any IdentityAuthority) {
        self.parts = parts
        self.authority = authority
    }

    /// - Throws: ``IdentityRefused`` with words for the person; `PortError` when the authority cannot answer: no try is counted then.
    public func callAsFunction(
        _ capture: FaceCapture, in session: Session, requestID: String
    ) async throws -> Identified {
        let claim = try await readyClaim(session)
        guard let picture = Data(base64Encoded: capture.jpegBase64), picture.count <= FaceCapture.bytesMax,
            picture.starts(with: [0xFF, 0xD8])
        else { throw IdentityRefused.pictureUnusable }
        let number = try CitizenNumber(claim.number)
        let today = CalendarDate(inChinaAt: parts.world.now())
        guard number.birthDate.age(on: today) >= Consent.guardianBelowAge else {
            throw IdentityRefused.guardianNeeded
        }
        let throttle = TerminalThrottle(
            factor: .face, number: number, terminal: session.terminalID, parts: parts)
        let inARow = try await parts.engine.write { db in try throttle.take(in: db) }
        let verdict: IdentityVerdict
        do {
            verdict = try await parts.ask(
                authority, about: IdentityClaim(name: claim.name, number: number, face: [UInt8](picture)),
                for: .face, in: session, requestID)
        } catch {
            try await parts.engine.write { db in try throttle.giveBack(in: db) }
            throw error
        }
        switch verdict {
        case .match:
            return try await recognise(claim, throttle, session, requestID)
        case .identityMismatch:
            try await miss("identity-mismatch", throttle, inARow, session, requestID)
            throw IdentityRefused.identityMismatch
        case .faceMismatch:
            let tries = try await miss("face-mismatch", throttle, inARow, session, requestID)
            throw tries >= Self.triesMax
                ? IdentityRefused.faceTriesUsed
                : IdentityRefused.faceMismatch(triesLeft: Self.triesMax - tries)
        }
    }

    private func readyClaim(_ session: Session) async throws -> Claim {
        let vault = parts.vault
        return try await parts.engine.read { db in
            guard try ConsentStore.isGiven(.face, session: session.id, in: db) else {
                throw IdentityRefused.faceConsentMissing
            }
            guard try SessionStore.tries(of: .face, for: session.id, in: db) < Self.triesMax else {
                throw IdentityRefused.faceTriesUsed
            }
            guard let sealed = try SessionStore.claim(of: session.id, in: db) else {
                throw IdentityRefused.cardUnreadable
            }
            return try Claim(sealed: sealed, by: vault, session: session.id)
        }
    }

    private func recognise(
        _ claim: Claim, _ throttle: TerminalThrottle, _ session: Session, _ requestID: String
    ) async throws -> Identified {
        let recognition = Recognition(
            parts: parts, session: session, factors: [.card, .face], requestID: requestID)
        return try await parts.engine.write { db in
            // Consent may have been taken back while the authority was asked.
            guard try ConsentStore.isGiven(.face, session: session.id, in: db) else {
                throw IdentityRefused.faceConsentMissing
            }
            // Other pictures may have been refused meanwhile.
            guard try SessionStore.tries(of: .face, for: session.id, in: db) < Self.triesMax else {
                throw IdentityRefused.faceTriesUsed
            }
            try throttle.clear(in: db)
            return try recognition.complete(claim, in: db)
        }
    }

    @discardableResult
    private func miss(
        _ decision: String, _ throttle: TerminalThrottle, _ inARow: Int, _ session: Session,
        _ requestID: String
    ) async throws -> Int {
        try await parts.engine.write { [parts] db in
            try throttle.missed(inARow, in: db)
            try parts.note("identity.refused", of: .face, decision: decision, in: session, requestID, in: db)
            return try SessionStore.countTry(of: .face, for: session.id, in: db)
        }
    }
}
