public import Base
import Audit
import Catalogue
import Identity
import Storage
import Vault

/// An old parent's own word about the children who want to act for her: yes for a time, or no; either at once.
public struct AnswerChild: Sendable {
    let parts: RepresentationParts

    /// A child who asked, with as much of her as the screen may show, and what was said.
    public struct Asked: Hashable, Sendable {
        public let agreement: ParentAgreement
        public let maskedName: String
        /// The end of the child's number.
        public let ending: String
    }

    /// The youngest first.
    public func all(of parent: Token) async throws -> [Asked] {
        try await parts.engine.read { [vault = parts.vault] db in
            try ParentAgreementStore.all(of: parent, in: db).compactMap { agreement in
                guard let child = try CitizenStore.find(agreement.child, vault: vault, in: db) else {
                    return nil
                }
                return Asked(
                    agreement: agreement, maskedName: PersonName(child.name)?.masked ?? "*",
                    ending: String(child.number.text.suffix(4)))
            }
        }
    }

    /// A yes is hers while her visit or sign-in, `session`, is open; a no counts however late it comes.
    ///
    /// - Throws: ``RepresentationRefused/agreementUnknown`` when nobody of this id asked her; as
    ///   ``Session/requireStill(_:isAway:in:)``.
    public func callAsFunction(
        _ id: Token, _ answer: ParentAgreement.Answer, of parent: Token, terminal: String?,
        session: Token? = nil, requestID: String
    ) async throws {
        let rules = try parts.rules()
        try await parts.engine.write { [parts] db in
            let now = parts.world.now()
            if answer == .agreed, let session {
                try Session.requireStill(session, isAway: terminal == nil, in: db)
            }
            let until = answer == .agreed ? now + .seconds(rules.mandateDaysMax * 86_400) : nil
            guard
                try ParentAgreementStore.answer(id, answer, of: parent, at: now, until: until, in: db)
            else { throw RepresentationRefused.agreementUnknown }
            try parts.audit.append(
                AuditAct(
                    "acting.\(answer.rawValue)", actor: .citizen, purpose: ManageMandates.purpose,
                    caseNumber: nil, subject: parts.vault.subject(parent, in: db).commitment(),
                    terminal: terminal, requestID: requestID),
                in: db)
        }
    }
}
