import Base
import Sandbox
import Synchronization
import Terminal

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
        // What was stopped meanwhile may have been let in again with the others.
        witness.readmitted()
    }

    private func unfinished() -> [String] {
        var open: [String] = []
        if !city.centres.allSatisfy(\.isUp) { open.append("a centre is not up") }
        if !city.terminals.allSatisfy(\.isUp) { open.append("a terminal is not up") }
        if city.foreign?.isUp != true { open.append("the foreign systems are not up") }
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
        if !jobs.isEmpty { open.append("\(jobs.count) jobs are not done: \(jobs.joined(separator: ", "))") }
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
            witness.readLog(try await office.auditFindings())
            try city.database.look { db in
                try witness.judgeRows(vault: office.vault, in: db)
                try witness.judgeReceipts(city.books.acknowledged, vault: office.vault, in: db)
            }
            checkDisks()
        } catch {
            witness.report("end", "the city cannot be looked at: \(error)")
        }
    }

    /// I6: a terminal's disk holds nothing of anybody.
    private func checkDisks() {
        for disk in city.disks {
            for (path, bytes) in disk.files.sorted(by: { $0.key < $1.key }) {
                witness.requireNobody(in: bytes, .i6Disks, "on a terminal's disk at \(path)")
            }
        }
    }
}
