import Base
import Catalogue
import Storage
import Support
import Testing

@testable import Casework
@testable import Notices

/// How the engines find a page of a list: from an index that holds it in order, whatever else there is.
@Suite struct DeskPlanTests {
    private static let lists: [DeskList] = DeskList.Tab.allCases.flatMap { tab in
        [nil, CaseHouse.endorsement].map { DeskList(tab, service: $0) }
    }

    @Test(arguments: TestEngine.available, lists)
    func everyListIsReadFromAnIndexInOrder(_ engine: TestEngine, _ list: DeskList) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let (from, through) = list.bounds(
            on: DeadlineScale(at: house.clock.now, within: 1, house.catalogue.calendar))
        let statement = DeskListStore.statement(list, for: clerk, from: from, through: through, limit: 51)
        let plan = try await Self.plan(of: statement, sorts: false, engine, house)

        #expect(plan.contains("case_steps_"), "\(plan)")
        #expect(!plan.contains("SCAN case_steps\n") && !plan.contains("Seq Scan"), "\(plan)")
        #expect(!plan.contains("TEMP B-TREE") && !plan.contains("Sort"), "\(plan)")
        #expect(plan.contains("case_steps_mine") == (list.tab == .mine), "\(plan)")
    }

    @Test(
        arguments: TestEngine.available,
        [("陈静", "name"), ("350203199006159807", "number"), ("13800000001", "phone")])
    func aPersonIsFoundFromAnIndexHoweverLongTheQueueIs(
        _ engine: TestEngine, _ clue: (text: String, index: String)
    ) async throws {
        let house = try await CaseHouse(engine)
        let statement = CaseTermStore.statement(
            try #require(PersonClue(clue.text)), in: try house.clerk().queue, house.vault, limit: 10)

        let plan = try await Self.plan(of: statement, sorts: true, engine, house)

        #expect(plan.contains("case_terms_by_\(clue.index)"), "\(plan)")
        #expect(!plan.contains("case_steps_open") && !plan.contains("SCAN case_steps"), "\(plan)")
    }

    /// Every list that lies open asks for all of its rows, again and again.
    @Test(arguments: TestEngine.available, [1, 60])
    func theRowsOfAnOpenListAreReadByTheirKeys(_ engine: TestEngine, _ count: Int) async throws {
        let house = try await CaseHouse(engine)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let statement = DeskListStore.statement(
            of: (1...count).map { CaseStep.Key(number, "step-\($0)") })

        let plan = try await Self.plan(of: statement, sorts: true, engine, house)

        let index = engine == .sqlite ? "sqlite_autoindex_case_steps_1" : "case_steps_pkey"
        #expect(plan.contains(index), "\(plan)")
        #expect(!plan.contains("SCAN case_steps") && !plan.contains("Seq Scan"), "\(plan)")
    }

    @Test(arguments: TestEngine.available)
    func ofTheRowsOfAnOpenListAClerkReadsThoseOfHerQueue(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let one = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let two = try await house.handedIn(for: house.visit(.two, for: CaseHouse.endorsement))
        try await house.claim(two, by: house.clerk())
        let asked: Set = [
            CaseStep.Key(one, "review"), CaseStep.Key(two, "review"), CaseStep.Key(two, "nothing"),
        ]
        let kept = try await house.steps(one) + house.steps(two)

        let hers = try await house.desk.queries.steps(asked, for: house.clerk("s-0002"))
        let others = try await house.desk.queries.steps(asked, for: house.clerk(queue: "police/4/350205"))
        let none = try await house.desk.queries.steps([], for: house.clerk())

        #expect(hers.count == 2 && Set(hers) == Set(kept.filter { $0.key.step == "review" }))
        #expect(others == [] && none == [])
    }

    /// Each decision takes back what her person has not been told yet, among all that was ever told to anybody.
    @Test(arguments: TestEngine.available)
    func whatWaitsToBeToldIsFoundFromAnIndex(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let statement = NoticeStore.withdrawal(of: .accepted, and: .overdue, "11350200")

        let plan = try await Self.plan(of: statement, sorts: true, engine, house)

        #expect(plan.contains("case_notices_waiting"), "\(plan)")
    }

    /// The desk's first page counts every fifteen seconds.
    @Test(arguments: TestEngine.available)
    func casesAreCountedWithoutTheirAnswers(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)

        let plan = try await Self.plan(of: CaseStore.countStatement, sorts: true, engine, house)

        #expect(plan.contains("cases_by_state"), "\(plan)")
    }

    /// Each start asks for those that are still opened, among all that were ever booked.
    @Test(arguments: TestEngine.available)
    func versionsThatVisitsWereBookedUnderAreFoundFromAnIndex(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let first = OpenVisit.firstDay(at: house.clock.now).start

        let plan = try await Self.plan(
            of: AppointmentStore.versionsStatement(from: first), sorts: true, engine, house)

        #expect(plan.contains("appointments_by_start"), "\(plan)")
        #expect(!plan.contains("SCAN appointments") && !plan.contains("Seq Scan"), "\(plan)")
    }

    private static func plan(
        of statement: SQLStatement, sorts: Bool, _ engine: TestEngine, _ house: CaseHouse
    ) async throws -> String {
        let text = literal(statement, engine)
        return try await house.engine.write { db in
            switch db.dialect {
            case .sqlite:
                return try db.rows(SQLStatement(stringLiteral: "EXPLAIN QUERY PLAN " + text))
                    .map { try $0.text("detail") }
            case .postgres:
                // With so few rows a scan is cheapest; what is asked is whether the index can be used at all.
                try db.run("SET LOCAL enable_seqscan = off")
                try db.run("SET LOCAL enable_bitmapscan = off")
                if !sorts { try db.run("SET LOCAL enable_sort = off") }
                return try db.rows(SQLStatement(stringLiteral: "EXPLAIN " + text))
                    .map { try $0.text("QUERY PLAN") }
            }
        }.joined(separator: "\n")
    }

    /// The statement with its values written out, which only a test may do.
    private static func literal(_ statement: SQLStatement, _ engine: TestEngine) -> String {
        let dialect: SQLDialect = engine == .sqlite ? .sqlite : .postgres
        let mark = dialect == .sqlite ? "?" : "$"
        var text = statement.text(for: dialect)
        for (index, value) in statement.values.enumerated().reversed() {
            let written: String =
                switch value {
                case .text(let text): "'\(text)'"
                case .int(let number): String(number)
                case .bytes(let bytes): dialect == .sqlite ? "x'\(bytes.hex)'" : "'\\x\(bytes.hex)'"
                default: "NULL"
                }
            text = text.replacing("\(mark)\(index + 1)", with: written)
        }
        return text
    }
}
