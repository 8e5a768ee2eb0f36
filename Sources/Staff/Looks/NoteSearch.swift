import Audit
import Base
import Storage

/// Writes down that somebody searched for a person, before anything that was found is shown, and asks the rules of conduct.
///
/// Neither what was typed nor a hash of it is kept: names and phones are few enough to be tried through.
public struct NoteSearch: Sendable {
    let parts: StaffParts
    let look: LookAtCase

    /// `clue` is the word for what was typed, such as `name`; `found` how many of the reader's own cases it met.
    ///
    /// - Throws: ``StaffRefused/rightMissing``.
    public func callAsFunction(
        _ clue: String, found: Int, by presence: StaffPresence, requestID: String
    ) async throws {
        let account = presence.account
        guard account.may(.lookAtCases) else { throw StaffRefused.rightMissing }
        let search = Look(
            id: Token(parts.world), account: account.id, caseNumber: "-", citizen: nil, purpose: .question,
            ground: .openCase, at: parts.world.now(), isSearch: true)
        try await parts.engine.write { [parts, look] db in
            try look.ask(about: search, of: nil, by: account, in: db)
            try parts.audit.append(
                AuditAct(
                    "work.searched", actor: .staff(account.id), purpose: nil, caseNumber: nil, subject: nil,
                    decision: "\(clue) \(found)", requestID: requestID), in: db)
        }
    }
}
