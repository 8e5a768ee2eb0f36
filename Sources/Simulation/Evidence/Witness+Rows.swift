import Base
import Documents
import Identity
import Sandbox
import Storage
import Synchronization
import Vault
import Wire

/// What the committed rows say in the evening, whatever happened by day.
extension Witness {
    /// Where a case can stand that its person was told is submitted.
    private static let submitted: Set<String> = [
        "submitted", "deciding", "correcting", "approved", "issued", "delivered", "refused",
    ]

    /// I5: what somebody who reads the whole log again finds wrong with it.
    func readLog(_ findings: [String]) { judge(.i5Log, findings.isEmpty, findings.joined(separator: "; ")) }

    func judgeRows(vault: Vault, in db: any SQLConnection) throws {
        let (acknowledged, wishes, mismatched) = state.withLock {
            ($0.acknowledged.sorted { $0.number < $1.number }, $0.wishes, $0.mismatched.sorted())
        }
        let cases = Dictionary(
            uniqueKeysWithValues: try EvidenceStore.cases(in: db).map { ($0.number, $0) })
        for known in acknowledged { try judgeOwner(of: known, cases[known.number], vault, in: db) }
        try judgePresses(cases, vault, in: db)
        let strays = try EvidenceStore.strayPapers(in: db)
        judge(.i1Rows, strays.isEmpty, "papers \(strays) are others' than their cases'")
        for ticket in mismatched {
            judge(
                .i1Rows, try EvidenceStore.hasAlarm("print-mismatch", aboutTerminalOf: ticket, in: db),
                "nobody was called about the mismatch of ticket \(ticket)")
        }
        try judgeSeats(cases, acknowledged.map(\.number), in: db)
        for row in cases.values.sorted(by: { $0.number < $1.number }) {
            try judgeTrail(of: row, in: db)
            for paper in CasePaper.allCases {
                let sheet = Sheet(number: row.number, paper: paper)
                try judgeCopies(of: sheet, wishes: Int64(wishes[sheet]?.count ?? 0), in: db)
            }
        }
    }

    /// Her row in the database; nil where she has none, and for nobody.
    private func id(of person: String?, _ vault: Vault, in db: any SQLConnection) throws -> String? {
        guard let known = person.flatMap({ city.citizen(id: $0) }) else { return nil }
        return try CitizenStore.find(known.number, vault: vault, in: db)?.id.rawValue
    }

    /// I1 and I2: what somebody was told is submitted is there, and hers.
    private func judgeOwner(
        of known: Acknowledged, _ row: EvidenceStore.CaseRow?, _ vault: Vault, in db: any SQLConnection
    ) throws {
        let row = row.flatMap { Self.submitted.contains($0.state) ? $0 : nil }
        judge(
            .i2Cases, row != nil, "\(known.person) was told that \(known.number) is submitted, and it is not")
        guard let row else { return }
        judge(
            .i1Rows, try id(of: known.person, vault, in: db) == row.citizen,
            "\(known.number) of \(known.person) belongs to somebody else")
        judge(
            .i1Rows, try id(of: known.actor, vault, in: db) == row.actor,
            "\(known.number) of \(known.person) has another actor")
    }

    /// I3: nobody has more cases than she pressed for.
    private func judgePresses(
        _ cases: [String: EvidenceStore.CaseRow], _ vault: Vault, in db: any SQLConnection
    ) throws {
        for (person, keys) in state.withLock({ $0.submissions }).sorted(by: { $0.key < $1.key }) {
            guard let number = city.citizen(id: person)?.number,
                let citizen = try CitizenStore.find(number, vault: vault, in: db)
            else { continue }
            let count = cases.values.count { $0.citizen == citizen.id.rawValue && $0.state != "open" }
            judge(.i3Presses, count <= keys.count, "\(count) cases of \(person) for \(keys.count) presses")
        }
    }

    /// I1 and I2: where a case names a department's receipt, that department has it, for this case and about its person,
    /// however often its systems have crashed since.
    func judgeReceipts(
        _ acknowledged: (_ reference: String) -> (caseNumber: String, subject: String)?, vault: Vault,
        in db: any SQLConnection
    ) throws {
        for receipt in try EvidenceStore.receipts(in: db) {
            let (number, told) = (receipt.number, acknowledged(receipt.reference))
            judge(
                .i2Cases, told?.caseNumber == number,
                "\(number) has the receipt \(receipt.reference), under which its department has "
                    + (told?.caseNumber ?? "nothing"))
            guard let told else { continue }
            let person = try CitizenStore.find(CitizenNumber(told.subject), vault: vault, in: db)
            judge(
                .i1Rows, person?.id.rawValue == receipt.citizen,
                "the department of \(number) was told of somebody else")
        }
    }

    /// I4 and I11: each act once, and each with its leaf.
    private func judgeTrail(of row: EvidenceStore.CaseRow, in db: any SQLConnection) throws {
        let number = row.number
        func expect(_ action: String, _ count: Int64) throws {
            let leaves = try EvidenceStore.leaves(action, of: number, in: db)
            judge(.i4Acts, leaves == count, "\(leaves) leaves \(action) of \(number) for \(count) acts")
        }
        let editions = try EvidenceStore.editions(of: .result, number, in: db)
        let letters = try CasePaper.allCases.filter(\.isLetter).map {
            try EvidenceStore.editions(of: $0, number, in: db)
        }.reduce(0, +)
        let answers = state.withLock { $0.registerAnswers[number, default: 0] }
        let believed = try EvidenceStore.leaves("register.answered", of: number, in: db)
        judge(
            .i1Answers, believed <= answers,
            "\(number) believes \(believed) answers of registers; \(answers) named its person")
        try expect("case.opened", 1)
        try expect("case.submitted", row.state == "open" ? 0 : 1)
        try expect("document.sealed", editions + letters)
        try expect("ticket.issued", try EvidenceStore.tickets(of: number, in: db))
        let isIssued = ["issued", "delivered"].contains(row.state)
        judge(.i11Rows, isIssued == (editions > 0), "\(number) is \(row.state) with \(editions) papers")
        let isDecided = try EvidenceStore.isDecidedByPeople(number, in: db)
        judge(.i11Rows, letters == 0 || isDecided, "\(number) has a letter, and nobody decides it")
    }

    /// I9 and I11: a second paper there is for one that nobody knows the end of, or for whoever asked for it; for nobody else.
    private func judgeCopies(of sheet: Sheet, wishes: Int64, in db: any SQLConnection) throws {
        let editions = try EvidenceStore.editions(of: sheet.paper, sheet.number, in: db)
        let unknown = try EvidenceStore.tickets(of: sheet.paper, sheet.number, ending: .unknown, in: db)
        judge(
            .i11Rows, editions <= 1 + unknown + wishes,
            "\(sheet): \(editions) editions, \(unknown) unknown, \(wishes) asked for")
        let printed = try EvidenceStore.tickets(of: sheet.paper, sheet.number, ending: .printed, in: db)
        judge(
            .i9Copies, printed <= 1 + wishes, "\(sheet): \(printed) papers came out, \(wishes) asked for")
    }
}
