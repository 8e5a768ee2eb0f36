import Wire
import Base
import Documents
import Identity
import Sandbox
import Storage
import Synchronization
import Terminal
import Vault

/// What is looked at when the day is over.
struct Evening: Sendable {
    let city: City

    private var stage: Stage { city.stage }
    private var witness: Witness { city.witness }

    /// Liveness: without faults, what was begun comes to its end within a bound.
    func everythingFinishes() async {
        let end = stage.scheduler.now + City.healingMax
        await reopen()
        while stage.scheduler.now < end {
            if unfinished().isEmpty { return }
            try? await stage.scheduler.sleep(.seconds(2))
        }
        for what in unfinished() { witness.report("liveness", what) }
    }

    /// An operator lets the stopped terminals serve again, once.
    private func reopen() async {
        guard let office = try? await city.office() else { return }
        witness.readmitted()
        for agent in city.agents { try? await office.readmit(agent.terminalID) }
        for matter in Matter.all {
            for agent in city.agents { try? await office.readmitService(agent.terminalID, matter.id) }
        }
    }

    private func unfinished() -> [String] {
        var open: [String] = []
        if !city.centres.allSatisfy(\.isUp) { open.append("a centre is not up") }
        if !city.terminals.allSatisfy(\.isUp) { open.append("a terminal is not up") }
        // A revoked terminal has nobody to tell any more.
        let waiting = city.terminals.filter { !witness.isRevoked($0.name) }
            .reduce(0) { $0 + (city.agent($1.name)?.untold ?? 0) }
        if waiting > 0 { open.append("\(waiting) outcomes and ends are not told") }
        let rows = try? city.database.look { db in
            (
                try EvidenceStore.waitingLeaves(in: db),
                try EvidenceStore.unfinishedJobs(at: stage.now, in: db),
                try EvidenceStore.cases(in: db).filter { ["submitted", "approved"].contains($0.state) }.count
            )
        }
        guard let (leaves, jobs, submitted) = rows else { return open + ["the database cannot be read"] }
        if leaves > 0 { open.append("\(leaves) leaves wait for their place") }
        if jobs > 0 { open.append("\(jobs) jobs are not done") }
        let printed = witness.state.withLock { $0.printed.sorted() }
        let unknown = printed.filter { ticket in
            (try? city.database.look { db in try EvidenceStore.isClosed(ticket: ticket, in: db) }) == false
        }
        if !unknown.isEmpty, !city.terminals.contains(where: { witness.isRevoked($0.name) }) {
            open.append("\(unknown.count) printings have no end")
        }
        if submitted > 0 { open.append("\(submitted) submitted or approved cases have no paper") }
        return open
    }

    /// What must hold whatever happened.
    func check() async {
        do {
            let office = try await city.office()
            for finding in try await office.auditFindings() { witness.report("I5", finding) }
            try checkRows(office)
            checkDisks()
        } catch {
            witness.report("end", "the city cannot be looked at: \(error)")
        }
    }

    /// Where a case can stand that its person was told is submitted.
    private static let submitted: Set<String> = [
        "submitted", "deciding", "correcting", "approved", "issued", "delivered", "refused",
    ]

    /// I6: a terminal's disk holds nothing of anybody.
    private func checkDisks() {
        for disk in city.disks {
            for (path, bytes) in disk.files.sorted(by: { $0.key < $1.key }) {
                witness.requireNobody(in: bytes, "I6", "on a terminal's disk at \(path)")
            }
        }
    }

    private func checkRows(_ office: PlayedCentre) throws {
        let (acknowledged, wishes, submissions) = witness.state.withLock {
            ($0.acknowledged, $0.wishes, $0.submissions)
        }
        try city.database.look { db in
            let cases = Dictionary(
                uniqueKeysWithValues: try EvidenceStore.cases(in: db).map { ($0.number, $0) })
            for known in acknowledged.sorted(by: { $0.number < $1.number }) {
                guard let row = cases[known.number], Self.submitted.contains(row.state)
                else {
                    witness.report(
                        "I2", "\(known.person) was told that \(known.number) is submitted, and it is not")
                    continue
                }
                let person = city.ground.city.citizen(id: known.person)
                let citizen = try person.flatMap {
                    try CitizenStore.find($0.number, vault: office.vault, in: db)
                }
                if citizen?.id.rawValue != row.citizen {
                    witness.report("I1", "\(known.number) of \(known.person) belongs to somebody else")
                }
                let actor = try known.actor.flatMap { city.ground.city.citizen(id: $0) }.flatMap {
                    try CitizenStore.find($0.number, vault: office.vault, in: db)
                }
                if actor?.id.rawValue != row.actor {
                    witness.report("I1", "\(known.number) of \(known.person) has another actor")
                }
            }
            for (person, keys) in submissions.sorted(by: { $0.key < $1.key }) {
                guard let number = city.ground.city.citizen(id: person)?.number,
                    let citizen = try CitizenStore.find(number, vault: office.vault, in: db)
                else { continue }
                let count = cases.values.count { $0.citizen == citizen.id.rawValue && $0.state != "open" }
                if count > keys.count {
                    witness.report("I3", "\(count) cases of \(person) for \(keys.count) presses")
                }
            }
            for paper in try EvidenceStore.strayPapers(in: db) {
                witness.report("I1", "paper \(paper) is another's than its case's")
            }
            for ticket in witness.state.withLock({ $0.mismatched.sorted() })
            where try !EvidenceStore.hasAlarm("print-mismatch", aboutTerminalOf: ticket, in: db) {
                witness.report("I1", "nobody was called about the mismatch of ticket \(ticket)")
            }
            try checkVisits(cases, acknowledged.map(\.number), in: db)
            for row in cases.values.sorted(by: { $0.number < $1.number }) {
                try checkTrail(of: row, in: db)
                for paper in CasePaper.allCases {
                    let sheet = Sheet(number: row.number, paper: paper)
                    try checkCopies(of: sheet, wishes: Int64(wishes[sheet]?.count ?? 0), in: db)
                }
            }
        }
    }

    /// I4 and I11: each act once, and each with its leaf.
    private func checkTrail(of row: EvidenceStore.CaseRow, in db: any SQLConnection) throws {
        let number = row.number
        func expect(_ action: String, _ count: Int64) throws {
            let leaves = try EvidenceStore.leaves(action, of: number, in: db)
            if leaves != count {
                witness.report("I4", "\(leaves) leaves \(action) of \(number) for \(count) acts")
            }
        }
        let editions = try EvidenceStore.editions(of: .result, number, in: db)
        let letters = try CasePaper.allCases.filter(\.isLetter).map {
            try EvidenceStore.editions(of: $0, number, in: db)
        }.reduce(0, +)
        let answers = witness.state.withLock { $0.registerAnswers[number, default: 0] }
        let believed = try EvidenceStore.leaves("register.answered", of: number, in: db)
        if believed > answers {
            witness.report(
                "I1", "\(number) believes \(believed) answers of registers; \(answers) named its person")
        }
        try expect("case.opened", 1)
        try expect("case.submitted", row.state == "open" ? 0 : 1)
        try expect("document.sealed", editions + letters)
        try expect("ticket.issued", try EvidenceStore.tickets(of: number, in: db))
        let isIssued = ["issued", "delivered"].contains(row.state)
        if isIssued != (editions > 0) {
            witness.report("I11", "\(number) is \(row.state) with \(editions) papers")
        }
        let isDecided = try EvidenceStore.isDecidedByPeople(number, in: db)
        if letters > 0, !isDecided {
            witness.report("I11", "\(number) has a letter, and nobody decides it")
        }
    }

    /// I9 and I11: a second paper there is for one that nobody knows the end of, or for whoever asked for it; for nobody else.
    private func checkCopies(of sheet: Sheet, wishes: Int64, in db: any SQLConnection) throws {
        let editions = try EvidenceStore.editions(of: sheet.paper, sheet.number, in: db)
        let unknown = try EvidenceStore.tickets(of: sheet.paper, sheet.number, ending: .unknown, in: db)
        if editions > 1 + unknown + wishes {
            witness.report("I11", "\(sheet): \(editions) editions, \(unknown) unknown, \(wishes) asked for")
        }
        let printed = try EvidenceStore.tickets(of: sheet.paper, sheet.number, ending: .printed, in: db)
        if printed > 1 + wishes {
            witness.report("I9", "\(sheet): \(printed) papers came out, \(wishes) asked for")
        }
    }
}
