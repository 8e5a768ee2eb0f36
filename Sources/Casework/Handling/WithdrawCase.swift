import Audit
import Base
import Catalogue
public import Identity
import Notices
import Representation
import Stations
import Storage
import Vault

/// Withdraws what a person has handed in, as long as departments are deciding it 撤回申请.
///
/// Whether it or an office's last word comes first is one transaction's to say: the other is refused and leaves no trace.
public struct WithdrawCase: Sendable {
    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// - Throws: ``CaseRefused/notWithdrawable`` for a form that is not handed in and for what is decided, ``CaseRefused/withdrawn``
    ///   for what is withdrawn already; ``CaseRefused/moreProofNeeded`` on the phone of
    ///   who acts for another; what ``OwnedCase`` says of a case that is not hers to work on.
    public func callAsFunction(
        _ number: CaseNumber, of session: IdentifiedSession, requestID: String
    ) async throws {
        let item = try await OwnedCase(parts).form(number, of: session).item
        let now = parts.world.now()
        try await parts.engine.write { [parts] db in
            guard let file = try CaseStore.find(number, vault: parts.vault, in: db) else {
                throw CaseRefused.unknownCase
            }
            let acting = try CaseActor.require(file, of: session, parts, in: db)
            try file.requireServed(at: session, in: db)
            guard file.mayGoToOffice(at: session) else { throw CaseRefused.moreProofNeeded }
            guard file.state.isWithdrawable else {
                throw file.state == .withdrawn ? CaseRefused.withdrawn : .notWithdrawable
            }
            try CaseStore.advance(
                number, from: file.state, by: .withdrawn, terminal: session.terminal, at: now, in: db)
            try parts.endSteps(of: number, at: now, in: db)
            try parts.tell(.withdrawn, of: file.heading, in: db)
            try parts.audit.append(
                AuditAct(
                    "case.withdrawn", actor: parts.standing.auditActor(acting, in: db),
                    purpose: item.basicCode, caseNumber: number.rawValue,
                    subject: try parts.vault.subject(file.citizen, in: db).commitment(),
                    terminal: session.terminal, requestID: requestID),
                in: db)
        }
    }
}
