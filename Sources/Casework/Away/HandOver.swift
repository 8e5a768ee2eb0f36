import Audit
import Base
import Catalogue
public import Identity
import Representation
import Storage
import Vault

/// Carries a form from a terminal to its person's own phone: the terminal shows a picture, the phone reads it.
///
/// The picture says nothing but a code, good once and for five minutes, for this case and who began it alone. The phone is signed
/// in to her account with two factors before the code counts; to everybody else there is no such picture. What is carried
/// is her attention and no right: she goes on wherever she likes, and of two answers at once one counts (``AnswerMark``).
public struct HandOver: Sendable {
    /// Long enough to take out a phone and sign in.
    public static let life = Duration.seconds(5 * 60)

    /// How far it has come.
    public enum Standing: Hashable, Sendable {
        case none
        case waiting(code: String)
        case taken
        case expired
    }

    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// Makes a picture; those shown for the case before do not count any more.
    ///
    /// - Throws: ``CaseRefused/notNow`` for what is no form.
    public func show(_ number: CaseNumber, for session: IdentifiedSession, requestID: String) async throws {
        let form = try await OwnedCase(parts).form(number, of: session)
        guard Self.isOffered(form.file) else { throw CaseRefused.notNow }
        let (parts, now) = (parts, parts.world.now())
        let id = Token(parts.world)
        try await parts.engine.write { db in
            guard let file = try CaseStore.find(number, vault: parts.vault, in: db), Self.isOffered(file)
            else { throw CaseRefused.notNow }
            try CaseActor.require(file, of: session, parts, in: db)
            try HandOverStore.expire(number, at: now, in: db)
            try HandOverStore.insert(
                HandOverStore.Row(
                    id: id, number: number, visit: session.session.id, expiresAt: now + Self.life,
                    takenAt: nil),
                codeHash: Self.hash(Self.code(id, parts.vault)), at: now, in: db)
        }
    }

    public func standing(_ number: CaseNumber, for session: IdentifiedSession) async throws -> Standing {
        _ = try await OwnedCase(parts)(number, of: session)
        let (vault, now) = (parts.vault, parts.world.now())
        let row = try await parts.engine.read { db in
            try HandOverStore.newest(of: number, shownIn: session.session.id, in: db)
        }
        guard let row else { return .none }
        if row.takenAt != nil { return .taken }
        return now < row.expiresAt ? .waiting(code: Self.code(row.id, vault)) : .expired
    }

    /// The phone takes the form over, once.
    ///
    /// - Throws: ``CaseRefused/handOverUnknown``, also to another person; `RepresentationRefused` where she may not act for
    ///   the case's person any more; `AccountRefused.levelTooLow`.
    public func take(
        _ input: String, by account: AccountSession, requestID: String
    ) async throws -> CaseNumber {
        guard account.level >= .substantial else { throw AccountRefused.levelTooLow }
        let (parts, now) = (parts, parts.world.now())
        let hash = ActivateAccount.normalised(input).map(Self.hash)
        return try await parts.engine.write { db in
            guard let hash, let row = try HandOverStore.find(codeHash: hash, in: db), now < row.expiresAt,
                let file = try CaseStore.find(row.number, vault: parts.vault, in: db),
                (file.actor ?? file.citizen) == account.citizen, Self.isOffered(file)
            else { throw CaseRefused.handOverUnknown }
            let acting = try OwnForms.session(of: file, account, parts, in: db).acting
            guard try HandOverStore.take(row.id, at: now, in: db) else { throw CaseRefused.handOverUnknown }
            try parts.audit.append(
                AuditAct(
                    "case.handed-over", actor: try parts.standing.auditActor(acting, in: db),
                    purpose: try parts.item(of: file).basicCode,
                    caseNumber: file.number.rawValue,
                    subject: try parts.vault.subject(file.citizen, in: db).commitment(), requestID: requestID),
                in: db)
            return file.number
        }
    }

    /// Whether a case is one that is being answered.
    static func isOffered(_ file: CaseFile) -> Bool { file.state == .open || file.state == .correcting }

    /// What the picture says: sixty bits that only the centre can make of the row.
    private static func code(_ id: Token, _ vault: Vault) -> String {
        let term = vault.term(BlindIndex("case_hand_overs.code", bits: 64), id.rawValue)
        return String(Token.encode(term).prefix(ActivateAccount.codeLength))
    }

    private static func hash(_ code: String) -> [UInt8] { Digest.sha256(Array(code.utf8)) }
}
