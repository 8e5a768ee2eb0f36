import Audit
import Base
import Storage
import Support
import Testing

@testable import Staff

/// Lists of a queue that leave the house: as those of open cases, and counted together with them.
@Suite struct QueueExportTests {
    static func numbers(_ range: ClosedRange<Int>) -> [String] { range.map { LookHouse.number(1_000 + $0) } }

    static func take(
        _ range: ClosedRange<Int>, by clerk: StaffPresence, _ house: LookHouse
    ) async throws -> Bool {
        let verbs = house.desk.verbs
        return try await house.desk.engine.write { db in
            try verbs.exportQueue.takeAlone(
                numbers(range), of: "tab=ready", by: clerk, requestID: "r", in: db)
        }
    }

    static func told(_ house: LookHouse) async throws -> [String] {
        try await house.leaves().filter { $0.contains("\"case.exported\"") }
    }

    /// A list of so many rows that was asked for and agreed to.
    static func agreed(_ rows: Int, _ house: LookHouse, _ clerk: StaffPresence) async throws -> Token {
        let verbs = house.desk.verbs
        try await verbs.exportQueue.ask(
            "tab=ready", rows: rows, summary: "police/4/350203", reason: "meeting", by: clerk, requestID: "r")
        let waiting = try #require(try await verbs.queries.approvals().first)
        #expect(waiting.kind == .queueExport)
        try await verbs.decideApproval(
            waiting.id, .approved, by: try await house.desk.presence(house.officer), requestID: "r")
        return waiting.id
    }

    @Test(arguments: TestEngine.available)
    func shortOnesAddUpWithTheListsOfOpenCasesAndTellEverybody(_ engine: TestEngine) async throws {
        let (house, clerk, _) = try await ExportTests.desk(engine, cases: 30)
        _ = try await house.desk.verbs.export(
            try ExportTests.selection(), reason: "one", by: clerk, requestID: "r")

        #expect(try await !Self.take(31...51, by: clerk, house), "thirty and twenty-one")
        #expect(try await Self.told(house).count == 30, "nothing was taken, so nobody is told")
        #expect(try await Self.take(31...50, by: clerk, house))
        #expect(try await !Self.take(1...1, by: clerk, house))
        #expect(
            try await house.desk.verbs.export(
                try ExportTests.selection(), reason: "two", by: clerk, requestID: "r") == .asked(30))

        let told = try await Self.told(house)
        #expect(told.count == 50)
        let hers = try LookHouse.listed(31, house.desk.parts.vault)
        let leaves = told.filter { AuditHistory.isAbout(hers.commitment, leaf: Array($0.utf8)) }
        #expect(leaves.count == 1 && leaves[0].contains(hers.number))
        house.desk.clock.advance(by: CaseExport.window)
        #expect(
            try await Self.take(1...50, by: try await house.again(clerk), house), "a day later counts anew")
    }

    @Test(arguments: TestEngine.available)
    func aLongOneIsFetchedOnceByWhoAsked(_ engine: TestEngine) async throws {
        let (house, clerk, _) = try await ExportTests.desk(engine, cases: 1)
        let (verbs, other) = (house.desk.verbs, try await house.clerk())
        let id = try await Self.agreed(60, house, clerk)
        let take = { (count: Int) in
            let agreed = try await verbs.exportQueue.agreed(id, to: clerk.account)
            try await house.desk.engine.write { db in
                try verbs.exportQueue.takeAgreed(
                    agreed, Self.numbers(1...count), by: clerk, requestID: "r", in: db)
            }
        }

        #expect(try await verbs.exportQueue.waiting(for: clerk.account).map(\.export.id) == [id])
        #expect(try await verbs.exportQueue.waiting(for: other.account).isEmpty)
        await #expect(throws: StaffRefused.unknownApproval, "only who asked") {
            _ = try await verbs.exportQueue.agreed(id, to: other.account)
        }
        await #expect(throws: StaffRefused.exportTooLong) { try await take(61) }
        try await take(60)
        await #expect(throws: StaffRefused.unknownApproval, "once") { try await take(60) }
        #expect(try await Self.told(house).count == 60)
        #expect(try await verbs.exportQueue.waiting(for: clerk.account).isEmpty)
    }

    @Test(arguments: TestEngine.available)
    func anAgreedListWaitsADayAndOneKindIsNotTheOther(_ engine: TestEngine) async throws {
        let (house, clerk, officer) = try await ExportTests.desk(engine, cases: 60)
        let verbs = house.desk.verbs
        let queue = try await Self.agreed(60, house, clerk)
        _ = try await verbs.export(try ExportTests.selection(), reason: "x", by: clerk, requestID: "r")
        let waiting = try #require(try await verbs.queries.approvals().first)
        try await verbs.decideApproval(waiting.id, .approved, by: officer, requestID: "r")

        await #expect(throws: StaffRefused.unknownApproval) {
            try await verbs.export.fetch(queue, by: clerk, requestID: "r")
        }
        await #expect(throws: StaffRefused.unknownApproval) {
            _ = try await verbs.exportQueue.agreed(waiting.id, to: clerk.account)
        }
        house.desk.clock.advance(by: CaseExport.life)
        await #expect(throws: StaffRefused.unknownApproval) {
            _ = try await verbs.exportQueue.agreed(queue, to: clerk.account)
        }
    }
}
