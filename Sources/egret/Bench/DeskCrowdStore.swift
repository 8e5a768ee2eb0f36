import Base
import Casework
import Catalogue
import Foundation
import Storage
import Vault

/// The open cases of `egret bench desk`, and who works at them.
struct DeskCrowd: Sendable {
    let clerk: Clerk
    let now: Instant
    private let queue: StepQueue
    private let prefix: String
    private let services: [ServiceID]

    init(_ catalogue: Catalogue, at now: Instant) throws {
        guard let queue = StepQueue(rawValue: "police/4/350203"),
            let item = catalogue.items.first(where: { $0.id.department.rawValue == "police" })
        else { throw ConfigProblem(key: "services", expected: "a service of the department police") }
        self.queue = queue
        self.now = now
        services = ["police/bench-a", "police/bench-b", "police/bench-rare"].compactMap(ServiceID.init)
        prefix = item.implementationCode + CalendarDate(inChinaAt: now).compact
        clerk = Clerk(account: "s-0001", queue: queue, isHer: { _ in false })
    }

    /// Every tab, with and without each filter, a frequent and a rare service.
    var lists: [DeskList] {
        DeskList.Tab.allCases.flatMap { tab in
            let colours: [StepDeadline.Colour?] =
                tab == .overdue ? [nil] : [nil] + StepDeadline.Colour.allCases
            return ([nil, services[0], services[2]] as [ServiceID?]).flatMap { service in
                colours.map { DeskList(tab, service: service, colour: $0) }
            }
        } + [DeskList(.ready)]
    }

    /// Half of them one service, half another, one in a thousand a third; one in fifty claimed, a tenth overdue.
    func fill(from first: Int64, count: Int64, in db: any SQLConnection) throws {
        // From 100,000 on: the digits of a case's number of the day.
        let begin = first + 100_000
        try BenchStore.fill(
            from: begin, count: count, service: services[0].rawValue, prefix: prefix, at: now, in: db)
        try db.run(
            """
            INSERT INTO case_steps (case_number, step, place, queue, department, level, service, after_steps,
                working_days, state, account_id, ready_at_ms, due_at_ms, due_is_firm, claimed_at_ms)
            WITH RECURSIVE counted (i) AS (
                SELECT \(begin) UNION ALL SELECT i + 1 FROM counted WHERE i < \(begin + count - 1))
            SELECT \(prefix) || i, 'review', 1, \(queue), 'police', 4,
                CASE WHEN i % 1000 = 0 THEN \(services[2]) WHEN i % 2 = 0 THEN \(services[0]) ELSE \(services[1]) END,
                '', 3, CASE WHEN i % 50 = 7 THEN 'claimed' ELSE 'ready' END,
                CASE WHEN i % 50 = 7 THEN 's-000' || (i % 4) END, \(now),
                \(now) + (i * 7919 % 1000 - 100) * 864000, 1, CASE WHEN i % 50 = 7 THEN \(now) END
            FROM counted
            """)
    }

    /// As few open cases as fill a page of every list: services, states and colours in equal parts.
    func fillPages(in db: any SQLConnection) throws {
        let begin: Int64 = 100_000
        let count = Int64(2 * 3 * 3 * (DeskList.pageSize + 10))
        try BenchStore.fill(
            from: begin, count: count, service: services[0].rawValue, prefix: prefix, at: now, in: db)
        try db.run(
            """
            INSERT INTO case_steps (case_number, step, place, queue, department, level, service, after_steps,
                working_days, state, account_id, ready_at_ms, due_at_ms, due_is_firm, claimed_at_ms)
            WITH RECURSIVE counted (i) AS (
                SELECT \(begin) UNION ALL SELECT i + 1 FROM counted WHERE i < \(begin + count - 1))
            SELECT \(prefix) || i, 'review', 1, \(queue), 'police', 4,
                CASE i / 2 % 3 WHEN 0 THEN \(services[0]) WHEN 1 THEN \(services[1]) ELSE \(services[2]) END,
                '', 3, CASE WHEN i % 2 = 0 THEN 'claimed' ELSE 'ready' END,
                CASE WHEN i % 2 = 0 THEN \(clerk.account) END, \(now),
                \(now) + CASE i / 6 % 3 WHEN 0 THEN -86400000 WHEN 1 THEN 3600000 ELSE 2592000000 END + i, 1,
                CASE WHEN i % 2 = 0 THEN \(now) END
            FROM counted
            """)
    }

    /// Years of finished cases, a step each by one of four clerks, and the running ones of ``fill(from:count:in:)``.
    func fill(finished: Int, running: Int, in engine: any SQLEngine) async throws {
        let piece: Int64 = 50_000
        for first in stride(from: Int64(0), to: Int64(finished), by: Int64.Stride(piece)) {
            let count = min(piece, Int64(finished) - first)
            try await engine.write { db in try finish(from: 100_000_000 + first, count: count, in: db) }
        }
        for first in stride(from: Int64(0), to: Int64(running), by: Int64.Stride(piece)) {
            let count = min(piece, Int64(running) - first)
            try await engine.write { db in try fill(from: first, count: count, in: db) }
        }
        try await engine.write { db in try settle(in: db) }
    }

    private func finish(from first: Int64, count: Int64, in db: any SQLConnection) throws {
        try BenchStore.fill(
            from: first, count: count, service: services[0].rawValue, prefix: prefix, state: "delivered",
            at: now - .seconds(60 * 86_400), in: db)
        try db.run(
            """
            INSERT INTO case_steps (case_number, step, place, queue, department, level, service, after_steps,
                working_days, state, account_id, ready_at_ms, due_at_ms, due_is_firm, claimed_at_ms, decided_at_ms)
            WITH RECURSIVE counted (i) AS (
                SELECT \(first) UNION ALL SELECT i + 1 FROM counted WHERE i < \(first + count - 1))
            SELECT \(prefix) || i, 'review', 1, \(queue), 'police', 4, \(services[0]), '', 3, 'approved',
                's-000' || (i % 4), \(now) - (i % 1000) * 86400000, \(now) - (i % 1000) * 86400000, 1,
                \(now) - (i % 1000) * 86400000 - 7200000, \(now) - (i % 1000) * 86400000 - 3600000
            FROM counted
            """)
    }

    /// As many accounts as a desk lists, whose names its pages open; every tenth is a clerk of the same office.
    func employ(_ vault: Vault, in db: any SQLConnection) throws {
        for number in 1...500 {
            let id = "s-\(String(number + 10_000).dropFirst())"
            let name = try vault.seal(
                Array("王样本".utf8), at: FieldPlace("staff_accounts", "name_sealed", row: id))
            let region = number.isMultiple(of: 10) ? "350203" : "350205"
            try db.run(
                """
                INSERT INTO staff_accounts (id, name_sealed, department, region, roles, state, created_at_ms)
                VALUES (\(id), \(name), 'police', \(region), 'clerk', 'active', \(now))
                """)
        }
    }

    /// What the engine's own housekeeping does sooner or later.
    func settle(in db: any SQLConnection) throws {
        try db.run("ANALYZE case_steps")
        try db.run("ANALYZE cases")
        try db.run("ANALYZE case_events")
    }

    /// Whether a page holds what its list asks for, the next due first.
    func isRight(_ page: DeskList.Page, of list: DeskList) -> Bool {
        let dues = page.steps.map { $0.due?.at.milliseconds ?? .max }
        let fits = page.steps.allSatisfy { step in
            let state: Bool =
                switch list.tab {
                case .ready: step.state == .ready
                case .mine: step.account == clerk.account
                case .overdue: step.isRunning && (step.due.map { $0.at < now + .seconds(3_600) } ?? false)
                }
            return state && (list.service == nil || step.service == list.service)
        }
        return fits && dues == dues.sorted() && page.steps.count <= DeskList.pageSize
    }
}
