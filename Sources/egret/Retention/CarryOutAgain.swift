import Audit
import Base
import Casework
import Documents
import Identity
import Privacy
import Storage
import Vault

extension House {
    /// Does once more what persons asked for and a restored backup has undone: forms and papers forgotten, accounts closed.
    ///
    /// To be called before anybody is served, like ``Retention/eraseAgain()``. What came after a line's moment stays, so doing
    /// it twice is harmless: somebody may have begun another form, or opened an account again.
    ///
    /// - Returns: For how many lines of the list something was looked for once more.
    @discardableResult
    func carryOutAgain() async throws -> Int {
        let missing = try await retention.missing([.forgotten, .closed]) { db in
            try PrivacyRetentionStore.lastCarriedOut(in: db)
        }
        var count = 0
        for line in missing {
            count += try await engine.write { [self] db in try carryOutAgain(line, in: db) ? 1 : 0 }
        }
        return count
    }

    private func carryOutAgain(_ line: ErasedLine, in db: any SQLConnection) throws -> Bool {
        let subject: [UInt8]
        do {
            subject = try vault.subject(line.id, in: db).commitment()
        } catch VaultError.shredded, VaultError.unknownKey {
            return false
        }
        switch line.kind {
        case .erased: return false
        case .forgotten:
            try CaseRetentionStore.forgetUnfinished(of: line.id, begunBy: line.at, in: db)
            try DocumentRetentionStore.emptyPapers(of: line.id, madeBy: line.at, in: db)
        case .closed:
            guard try accounts.wasOpen(line.id, at: line.at, in: db) else { return false }
            try accounts.close(line.id, in: db)
        }
        try retention.audit.append(
            AuditAct(
                line.kind == .closed ? "account.closed" : "request.deferred", actor: .system("retention"),
                purpose: line.kind == .closed ? "rights/closing" : "rights/deletion", caseNumber: nil,
                subject: subject, decision: "again"), in: db)
        return true
    }
}
