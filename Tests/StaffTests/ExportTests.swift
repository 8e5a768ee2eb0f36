import Synchronization
import Audit
import Base
import Storage
import Support
import Testing

@testable import Staff

/// Lists that leave the house: short ones by one, long ones by two, each told to everybody on it.
@Suite struct ExportTests {
    static func selection() throws -> ExportSelection {
        try ExportSelection(
            service: nil, from: try #require(CalendarDate("2026-03-01")),
            to: try #require(CalendarDate("2026-03-31")))
    }

    /// A clerk and the security officer before so many open cases.
    static func desk(
        _ engine: TestEngine, cases: Int
    ) async throws -> (house: LookHouse, clerk: StaffPresence, officer: StaffPresence) {
        let house = try await LookHouse(engine)
        house.desk.listed.numbers.withLock { $0 = Array(1...cases) }
        return (house, try await house.clerk(), try await house.desk.presence(house.officer))
    }

    @Test(arguments: TestEngine.available)
    func fiftyAreTakenByOneAndEachOfThemIsTold(_ engine: TestEngine) async throws {
        let (house, clerk, _) = try await Self.desk(engine, cases: 50)

        let outcome = try await house.desk.verbs.export(
            try Self.selection(), reason: "meeting", by: clerk, requestID: "r")

        guard case .taken(let rows) = outcome else {
            Issue.record("asked another person")
            return
        }
        #expect(rows.count == 50)
        let leaves = try await house.leaves().filter { $0.contains("\"case.exported\"") }
        #expect(leaves.count == 50)
        for row in rows {
            let hers = leaves.filter { AuditHistory.isAbout(row.commitment, leaf: Array($0.utf8)) }
            #expect(hers.count == 1 && hers[0].contains(row.number))
        }
        #expect(try await house.desk.acts("export.made") == 1)
    }

    @Test(arguments: TestEngine.available)
    func onesMoreThanFiftyTakesTwoAndIsFetchedOnce(_ engine: TestEngine) async throws {
        let (house, clerk, officer) = try await Self.desk(engine, cases: 51)
        let verbs = house.desk.verbs

        let outcome = try await verbs.export(
            try Self.selection(), reason: "meeting", by: clerk, requestID: "r")

        #expect(outcome == .asked(51))
        #expect(try await house.leaves().allSatisfy { !$0.contains("\"case.exported\"") })
        let waiting = try #require(try await verbs.queries.approvals().first)
        #expect(waiting.kind == .export)
        await #expect(throws: StaffRefused.unknownApproval) {
            try await verbs.export.fetch(waiting.id, by: clerk, requestID: "r")
        }
        try await verbs.decideApproval(waiting.id, .approved, by: officer, requestID: "r")
        let other = try await house.clerk()
        await #expect(throws: StaffRefused.unknownApproval, "only who asked") {
            try await verbs.export.fetch(waiting.id, by: other, requestID: "r")
        }
        house.desk.listed.numbers.withLock { $0 = Array(1...52) }
        await #expect(throws: StaffRefused.exportTooLong, "more than was agreed") {
            try await verbs.export.fetch(waiting.id, by: clerk, requestID: "r")
        }
        house.desk.listed.numbers.withLock { $0 = Array(1...51) }
        #expect(try await verbs.export.fetch(waiting.id, by: clerk, requestID: "r").count == 51)
        await #expect(throws: StaffRefused.unknownApproval, "once") {
            try await verbs.export.fetch(waiting.id, by: clerk, requestID: "r")
        }
        #expect(try await house.leaves().count { $0.contains("\"case.exported\"") } == 51)
    }

    @Test(arguments: TestEngine.available)
    func shortListsOfOneDayAddUp(_ engine: TestEngine) async throws {
        let (house, clerk, _) = try await Self.desk(engine, cases: 30)
        let verbs = house.desk.verbs
        let selection = try Self.selection()

        _ = try await verbs.export(selection, reason: "one", by: clerk, requestID: "r")
        #expect(try await verbs.export(selection, reason: "two", by: clerk, requestID: "r") == .asked(30))
        house.desk.clock.advance(by: CaseExport.window)
        let later = try await house.again(clerk)
        guard case .taken = try await verbs.export(selection, reason: "3", by: later, requestID: "r") else {
            Issue.record("a day later counts anew")
            return
        }
    }

    @Test(arguments: TestEngine.available)
    func anAgreedListWaitsADayAndNoLonger(_ engine: TestEngine) async throws {
        let (house, clerk, officer) = try await Self.desk(engine, cases: 60)
        let verbs = house.desk.verbs
        _ = try await verbs.export(try Self.selection(), reason: "one", by: clerk, requestID: "r")
        let waiting = try #require(try await verbs.queries.approvals().first)
        try await verbs.decideApproval(waiting.id, .approved, by: officer, requestID: "r")

        house.desk.clock.advance(by: CaseExport.life)
        let later = try await house.again(clerk)

        await #expect(throws: StaffRefused.unknownApproval) {
            try await verbs.export.fetch(waiting.id, by: later, requestID: "r")
        }
    }

    @Test func whoMayNotLookMayNotExport() async throws {
        let (house, clerk, officer) = try await Self.desk(.sqlite, cases: 3)
        let (verbs, selection) = (house.desk.verbs, try Self.selection())

        await #expect(throws: StaffRefused.rightMissing) {
            try await verbs.export(selection, reason: "x", by: officer, requestID: "r")
        }
        for reason in ["", String(repeating: "x", count: 201)] {
            await #expect(throws: StaffRefused.malformed) {
                try await verbs.export(selection, reason: reason, by: clerk, requestID: "r")
            }
        }
        house.desk.listed.numbers.withLock { $0 = [] }
        await #expect(throws: StaffRefused.nothingToExport) {
            try await verbs.export(selection, reason: "x", by: clerk, requestID: "r")
        }
        house.desk.listed.numbers.withLock { $0 = Array(1...1_001) }
        await #expect(throws: StaffRefused.exportTooLong) {
            try await verbs.export(selection, reason: "x", by: clerk, requestID: "r")
        }
    }

    @Test(arguments: TestEngine.available)
    func aWatchedPersonOnAListCallsTheOfficer(_ engine: TestEngine) async throws {
        let (house, clerk, officer) = try await Self.desk(engine, cases: 2)
        let verbs = house.desk.verbs
        let system = try await house.desk.invite(by: house.officer, seat: .system)
        try await verbs.watchPersons(
            try CitizenNumber(LookHouse.person), as: .canary, reason: "plant", by: officer, requestID: "r")
        let waiting = try #require(try await verbs.queries.approvals().first)
        try await verbs.decideApproval(
            waiting.id, .approved, by: try await house.desk.presence(system), requestID: "r")
        house.desk.listed.numbers.withLock { $0 = [0, 1] }

        _ = try await verbs.export(try Self.selection(), reason: "x", by: clerk, requestID: "r")

        #expect(try await verbs.queries.alerts().map(\.rule) == [.canary])
        #expect(try await house.desk.notices() == ["s-0001 alert"])
    }

    @Test(arguments: TestEngine.available)
    func everyRuleAboutAPersonAsksAboutAListToo(_ engine: TestEngine) async throws {
        let (house, _, officer) = try await Self.desk(engine, cases: 3)
        let verbs = house.desk.verbs
        let clerk = try await house.clerk(name: "欧样本")
        try await verbs.setAddress("样板南路12号", of: clerk.account.id, by: officer, requestID: "r")
        house.desk.listed.numbers.withLock { $0 = [0, 1] }
        // Eleven in the evening; the clock starts at nine in the morning.
        house.desk.clock.advance(by: .seconds(14 * 3_600))
        let neighbour = try await house.again(clerk)

        _ = try await verbs.export(try Self.selection(), reason: "x", by: neighbour, requestID: "r")

        let rules = try await verbs.queries.alerts().map(\.rule.rawValue).sorted()
        #expect(rules == ["after-hours", "same-address", "same-surname", "same-surname"])
    }

    @Test(
        "ASVS 1.2.10: no cell of a list starts a formula",
        arguments: [
            ("=1+1", "\"'=1+1\""), ("+86", "\"'+86\""), ("-1", "\"'-1\""), ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\t=1", "\"'\t=1\""), ("\r=1", "\"'\r=1\""), ("  =1", "\"'  =1\""), ("＝1", "\"'＝1\""),
            ("陈*", "\"陈*\""), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("", "\"\""),
        ])
    func noCellStartsAFormula(_ text: String, _ cell: String) {
        #expect(CaseSheet.cell(text) == cell)
    }

    @Test func aSheetHasItsMarkAndItsLineEnds() {
        let sheet = CaseSheet(heads: ["a", "b"], rows: [["1", "二"]])

        #expect(sheet.bytes == [0xEF, 0xBB, 0xBF] + Array("\"a\",\"b\"\r\n\"1\",\"二\"\r\n".utf8))
    }

    @Test(arguments: [
        ("2026-03-02", "2026-03-01", false), ("2026-03-01", "2026-03-01", true),
        ("2026-01-01", "2027-01-01", true), ("2026-01-01", "2027-01-02", false),
    ])
    func daysAreInOrderAndNotTooMany(_ from: String, _ to: String, _ isGood: Bool) throws {
        let (from, to) = (try #require(CalendarDate(from)), try #require(CalendarDate(to)))

        let selection = try? ExportSelection(service: nil, from: from, to: to)
        #expect((selection != nil) == isGood)
    }

    @Test func aDayOfASelectionIsADayInChina() throws {
        let day = try #require(CalendarDate("2026-03-02"))
        let moments = try #require(try ExportSelection(service: nil, from: day, to: day).moments)

        #expect(CalendarDate(inChinaAt: moments.lowerBound) == day)
        #expect(CalendarDate(inChinaAt: moments.lowerBound - .milliseconds(1)) != day)
        #expect(moments.upperBound == moments.lowerBound + .seconds(86_400))
    }
}
