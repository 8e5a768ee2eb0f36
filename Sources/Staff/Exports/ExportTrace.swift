import Audit
import Base
import Storage

/// What a list leaves behind when it leaves the house: a leaf for each case, which its person sees, and the questions of the
/// rules of conduct.
struct ExportTrace: Sendable {
    let parts: StaffParts
    let conduct: ConductFigures

    func callAsFunction(
        _ rows: [CaseGlimpse], _ fields: [String], by account: StaffAccount, decision: String,
        _ requestID: String, in db: any SQLConnection
    ) throws {
        let now = parts.world.now()
        var asked: [ConductRule] = []
        for row in rows {
            try parts.audit.append(
                AuditAct(
                    "case.exported", actor: .staff(account.id), purpose: row.service, caseNumber: row.number,
                    subject: row.commitment, fields: fields, decision: decision, requestID: requestID), in: db
            )
            let rules = ConductRule.broken(byTaking: try ConductTies(account, row, in: db), at: now, conduct)
            // The hour is the list's, so it is asked about once.
            for rule in rules where rule != .afterHours || !asked.contains(rule) {
                asked.append(rule)
                try AlertStore.insert(
                    ConductAlert(
                        id: Token(parts.world), rule: rule, account: account.id, caseNumber: row.number,
                        at: now, seenBy: nil), in: db)
            }
        }
        try parts.note(
            "export.made", by: .staff(account.id), decision: "\(decision) \(rows.count)", requestID, in: db)
        guard asked.contains(where: \.isGrave) else { return }
        let officers = try StaffAccountStore.active(
            holding: StaffRight.seeAlerts.roles, vault: parts.vault, in: db
        ).filter { $0.id != account.id }
        try StaffNotice.enqueue(.alert, for: officers, parts.world, in: db)
    }
}
