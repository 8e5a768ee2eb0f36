import Base
import Storage

/// What the second factor's pages need to know: they are computed from it, so back and reload show the truth.
struct FactorStanding: Sendable {
    let isCardRead: Bool
    let isFaceAgreed: Bool
    let faceTriesLeft: Int
    let codeTriesLeft: Int

    init(_ session: Session, _ parts: IdentityParts) async throws {
        self = try await parts.engine.read { db in try FactorStanding(session.id, in: db) }
    }

    private init(_ session: Token, in db: any SQLConnection) throws {
        isCardRead = try SessionStore.claim(of: session, in: db) != nil
        isFaceAgreed = try ConsentStore.isGiven(.face, session: session, in: db)
        faceTriesLeft = try ConfirmFace.triesMax - SessionStore.tries(of: .face, for: session, in: db)
        codeTriesLeft = try ConfirmCode.triesMax - SessionStore.tries(of: .code, for: session, in: db)
    }
}
