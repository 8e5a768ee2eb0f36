import Audit
import Base
import Catalogue
import Documents
import Exchange
import Storage
import Support
import Synchronization
import Testing

@testable import Casework

/// A department whose books the test reads.
final class FakeDepartment: ResultPort {
    enum Mood: Sendable {
        case records, down, busy, refuses, otherPerson
    }

    private let mood = Mutex(Mood.records)
    private let heard = Mutex<[CaseResult]>([])

    private let tookBack = Mutex<[ResultWithdrawal]>([])

    var withdrawals: [ResultWithdrawal] { tookBack.withLock { $0 } }
    var results: [CaseResult] { heard.withLock { $0 } }

    func become(_ new: Mood) { mood.withLock { $0 = new } }

    func deliver(_ result: CaseResult) async throws(PortError) -> ResultReceipt {
        heard.withLock { $0.append(result) }
        return try answer(result.department, "P-7")
    }

    func withdraw(_ withdrawal: ResultWithdrawal) async throws(PortError) -> ResultReceipt {
        tookBack.withLock { $0.append(withdrawal) }
        return try answer(withdrawal.department, "W-7")
    }

    private func answer(_ department: String, _ word: String) throws(PortError) -> ResultReceipt {
        switch mood.withLock({ $0 }) {
        case .records: return .recorded(reference: word)
        case .refuses: return .refused(code: "unknown-person")
        case .down: throw .unreachable(system: department)
        case .busy: throw .failed(system: department, code: "503")
        case .otherPerson: throw .untrustworthy(system: department, reason: PortError.otherSubject)
        }
    }
}

/// What came of a case, on its way to the department that decides such cases.
@Suite struct ResultDeliveryTests {
    /// A case whose paper has just been issued.
    private func issued(_ house: CaseHouse) async throws -> CaseNumber {
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        for step in ["review", "issue"] { try await house.approve(number, step, by: house.clerk()) }
        #expect(try await house.runJobs() == 1)
        #expect(try await house.state(number) == .issued)
        return number
    }

    private func standing(_ number: CaseNumber, _ house: CaseHouse) async throws -> ResultStanding {
        try await house.engine.read { db in try ResultStanding(of: number, in: db) }
    }

    @Test(arguments: TestEngine.available)
    func theDepartmentHearsOnceWhatCameOfIt(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let department = FakeDepartment()
        let number = try await issued(house)
        #expect(try await standing(number, house) == .waiting)

        #expect(try await house.runJobs(telling: department) == 1)

        let result = try #require(department.results.first)
        #expect(department.results.count == 1 && result.subject == TestPerson.one.number)
        #expect(result.caseNumber == number.rawValue && result.kind == "licence")
        let licence = try #require(result.licence)
        #expect(licence.issuer.text == String(number.rawValue.prefix(18)))
        #expect(number.rawValue.hasSuffix(licence.serial) && licence.version == 1)
        #expect(result.department == "police" && result.answers == ["living": "same", "basis": "job"])
        #expect(try await standing(number, house) == .recorded("P-7"))
        #expect(try await house.events(number).last == .resultRecorded)
        #expect(try await house.state(number) == .issued, "the paper can still be fetched")
        // A job that is run again, because its runner died, tells nobody anything.
        let item = try #require(house.catalogue[CaseHouse.endorsement])
        try await house.engine.write { [now = house.world.now()] db in
            try db.run("DELETE FROM jobs")
            try JobStore.enqueue(DeliverResultJob.job(number, of: item, at: now), in: db)
        }
        #expect(try await house.runJobs(telling: department) == 1)
        #expect(department.results.count == 1)
    }

    /// Regulation on Residence Permits (Decree 663), article 10: every full year; late, it counts anew from its own day.
    ///
    /// The permit of the tests' person is endorsed until 2026-03-20.
    @Test(
        arguments: TestEngine.available,
        [
            ("2026-02-20", "2027-03-20"), ("2026-03-20", "2027-03-20"), ("2026-03-21", "2027-03-21"),
            ("2026-05-31", "2027-05-31"),
        ])
    func anEndorsementCountsFromTheOldEndAndALateOneFromItsDay(
        _ engine: TestEngine, _ days: (of: String, until: String)
    ) async throws {
        let day = try #require(CalendarDate(days.of))
        let clock = TestClock()
        clock.now = Instant(milliseconds: Int64(day.daysSince1970) * 86_400_000 + 3_600_000)
        let house = try await CaseHouse(engine, clock: clock)
        let department = FakeDepartment()
        _ = try await issued(house)
        #expect(try await house.runJobs(telling: department) == 1)

        let change = try #require(department.results.first?.changes.first)
        #expect(change.resource == "police/residence-permits")
        #expect(change.values == ["endorsedUntil": days.until, "status": "使用有效"])
        let paper = try await house.engine.read { db in
            try db.rows("SELECT valid_until FROM documents").first?.text("valid_until")
        }
        #expect(paper == days.until, "the paper says what the register says")
    }

    /// By how much, not what is left: others may have moved the sum since the register was asked.
    @Test(arguments: TestEngine.available)
    func aSumIsToldAsWhatItMovesAndWhatWasTakenAsARow(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let department = FakeDepartment()
        let rent = CaseHouse.id("fund/withdrawal-rent")
        let session = try await house.visit(for: rent)
        let number = try await house.complete(
            rent,
            [
                "married": "no", "home": "market", "rent": "2800.00", "amount": "9000.00",
                "account": "6200001234567890011",
            ], for: session)
        try await house.verbs.submit(number, of: session, requestID: "r")
        for step in try await house.steps(number) {
            try await house.approve(
                number, step.key.step, by: house.clerk(queue: step.queue.rawValue))
        }
        _ = try await house.runJobs()
        #expect(try await house.runJobs(telling: department) == 1)

        let changes = try #require(department.results.first?.changes)
        let day = CalendarDate(inChinaAt: house.clock.now).description
        #expect(
            changes == [
                CaseResult.Change(
                    resource: "fund/withdrawals", values: ["lastRent": day],
                    rows: [
                        "withdrawals": [
                            ["day": day, "kind": "租房提取", "amount": "900000", "state": "已批准，待到账"]
                        ]
                    ]),
                CaseResult.Change(
                    resource: "fund/contributions", values: [:], added: ["balance": -900_000]),
                CaseResult.Change(
                    resource: "fund/accounts", values: [:], added: ["available": -900_000]),
            ])
    }

    @Test(arguments: TestEngine.available)
    func aSilentDepartmentIsToldWhenItAnswersAgain(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let department = FakeDepartment()
        let number = try await issued(house)
        department.become(.down)
        _ = try await house.runJobs(telling: department)
        #expect(try await standing(number, house) == .waiting)

        department.become(.records)
        house.clock.advance(by: .seconds(2 * 86_400))
        #expect(try await house.runJobs(telling: department) == 1)
        #expect(try await standing(number, house) == .recorded("P-7"))
        let days = Set(department.results.map(\.day))
        #expect(department.results.count == 2 && days.count == 1, "the day is that of the paper")
    }

    @Test func whatWasRevokedBeforeTheDepartmentHeardIsNotTold() async throws {
        let house = try await CaseHouse(.sqlite)
        let department = FakeDepartment()
        let number = try await issued(house)
        department.become(.down)
        _ = try await house.runJobs(telling: department)
        _ = try await house.engine.write { db in try db.run("UPDATE documents SET state = 'revoked'") }
        department.become(.records)
        house.clock.advance(by: .seconds(86_400))
        _ = try await house.runJobs(telling: department)
        #expect(department.results.count == 1)
        #expect(try await standing(number, house) == .waiting)
    }

    private func revoke(_ number: CaseNumber, _ house: CaseHouse) async throws {
        let (verb, second) = (house.desk.revoke, try house.clerk("s-0002"))
        try await house.engine.write { db in
            try verb(
                number, because: .factsChanged, askedBy: "s-0001", agreedBy: second,
                allowing: { _, _ in true }, in: db)
        }
    }

    @Test(arguments: TestEngine.available)
    func whatWasToldIsTakenBackOnceWhenThePaperIsRevoked(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let department = FakeDepartment()
        let number = try await issued(house)
        _ = try await house.runJobs(telling: department)
        try await revoke(number, house)
        department.become(.down)
        _ = try await house.runJobs(telling: department)
        #expect(department.withdrawals.count == 1)
        #expect(try await standing(number, house) == .recorded("P-7"))

        department.become(.records)
        house.clock.advance(by: .seconds(86_400))
        for _ in 0..<3 { _ = try await house.runJobs(telling: department) }

        #expect(department.withdrawals.count == 2 && Set(department.withdrawals).count == 1)
        let told = try #require(department.withdrawals.first)
        #expect(told.subject == TestPerson.one.number && told.caseNumber == number.rawValue)
        #expect(told.department == "police" && department.results.count == 1)
        #expect(try await standing(number, house) == .withdrawn("W-7"))
        #expect(try await house.events(number).last == .resultWithdrawn)
        #expect(try await house.acts("result.withdrawal-sent") == 2)
        #expect(try await house.acts("result.withdrawn") == 1)
    }

    /// Releases before 2026-11-28 told nobody.
    @Test(arguments: TestEngine.available)
    func whatAFormerReleaseRevokedIsTakenBackOnceAsWell(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let department = FakeDepartment()
        let number = try await issued(house)
        _ = try await house.runJobs(telling: department)
        let withdraw = WithdrawRevoked(house.parts)
        try await withdraw()
        _ = try await house.runJobs(telling: department)
        #expect(department.withdrawals.isEmpty, "it holds")
        try await revoke(number, house)
        _ = try await house.engine.write { db in try db.run("DELETE FROM jobs") }

        for _ in 0..<2 {
            try await withdraw()
            try await withdraw()
            _ = try await house.runJobs(telling: department)
        }

        #expect(department.withdrawals.count == 1)
        #expect(try await standing(number, house) == .withdrawn("W-7"))
    }

    /// Those whose departments have not answered yet come first in every round.
    @Test(arguments: TestEngine.available)
    func whatAFormerReleaseRevokedIsFoundBehindManyOthers(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await issued(house)
        _ = try await house.runJobs(telling: FakeDepartment())
        try await revoke(number, house)
        let (vault, now) = (house.vault, house.clock.now)
        let prefix = CaseNumber.prefix(
            implementationCode: "11350200MBX900017M3002090014000",
            day: CalendarDate(inChinaAt: now - .seconds(86_400)))
        try await house.engine.write { db in
            try db.run("DELETE FROM jobs")
            let file = try #require(try CaseStore.find(number, vault: vault, in: db))
            for sequence in 1...Int64(WithdrawRevoked.casesMax) {
                let other = CaseNumber(prefix: prefix, sequence: sequence)
                try CaseStore.insert(
                    CaseFile(
                        number: other, service: file.service, serviceVersion: file.serviceVersion,
                        citizen: file.citizen, terminalID: "t", language: .english, state: .issued,
                        answers: [:], record: nil, openedAt: now, submittedAt: nil, issuedAt: nil), in: db)
                for event in [CaseEvent.resultRecorded, .paperRevoked] {
                    try CaseStore.append(event, to: other, terminal: nil, detail: "x", at: now, in: db)
                }
            }
        }

        try await WithdrawRevoked(house.parts)()

        let jobs = try await house.engine.read { db in
            try db.rows("SELECT kind FROM jobs WHERE key = \(number)").count
        }
        #expect(jobs == 1)
    }

    /// The department may have written it down before the line broke.
    @Test func whatMayHaveArrivedIsTakenBackToo() async throws {
        let house = try await CaseHouse(.sqlite)
        let department = FakeDepartment()
        let number = try await issued(house)
        department.become(.down)
        _ = try await house.runJobs(telling: department)
        try await revoke(number, house)
        department.become(.records)
        house.clock.advance(by: .seconds(86_400))
        _ = try await house.runJobs(telling: department)
        #expect(department.results.count == 1 && department.withdrawals.count == 1)
        #expect(try await standing(number, house) == .withdrawn("W-7"))
    }

    @Test(arguments: TestEngine.available)
    func whatTheDepartmentDidNotTakeIsNotTakenBackAndANoIsFound(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let department = FakeDepartment()
        let number = try await issued(house)
        _ = try await house.runJobs(telling: department)
        try await revoke(number, house)
        department.become(.refuses)
        _ = try await house.runJobs(telling: department)
        #expect(try await house.events(number).last == .resultNotWithdrawn)
        let dead = try await house.engine.read { db in try JobStore.list(.dead, in: db) }
        #expect(dead.map(\.kind) == ["case.result-withdrawal.police"])

        let other = try await CaseHouse(engine)
        let refused = try await issued(other)
        _ = try await other.runJobs(telling: department)
        try await revoke(refused, other)
        _ = try await other.runJobs(telling: department)
        #expect(department.withdrawals.count == 1, "there is nothing to take back")
    }

    @Test func aDepartmentThatIsBusyForTheMomentIsToldLater() async throws {
        let house = try await CaseHouse(.sqlite)
        let department = FakeDepartment()
        let number = try await issued(house)
        department.become(.busy)
        for _ in 0..<20 {
            _ = try await house.runJobs(telling: department)
            house.clock.advance(by: .seconds(60))
        }
        department.become(.records)
        house.clock.advance(by: .seconds(60))
        _ = try await house.runJobs(telling: department)
        #expect(try await standing(number, house) == .recorded("P-7"))
    }

    @Test(arguments: TestEngine.available)
    func aRefusalIsKeptAndShownAndAnOperatorFindsIt(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let department = FakeDepartment()
        let number = try await issued(house)
        department.become(.refuses)
        _ = try await house.runJobs(telling: department)
        #expect(try await standing(number, house) == .refused("unknown-person"))
        let dead = try await house.engine.read { db in
            try db.rows("SELECT 1 AS one FROM jobs WHERE state = 'dead'")
        }
        #expect(dead.count == 1)
        house.clock.advance(by: .seconds(86_400))
        _ = try await house.runJobs(telling: department)
        #expect(department.results.count == 1)
    }

    @Test(arguments: TestEngine.available)
    func aReceiptAboutSomebodyElseStopsTheService(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let department = FakeDepartment()
        let number = try await issued(house)
        department.become(.otherPerson)
        _ = try await house.runJobs(telling: department)
        #expect(try await house.stopped(0) == [CaseHouse.endorsement.rawValue])
        #expect(try await standing(number, house) == .waiting)
    }

    @Test(arguments: TestEngine.available)
    func thePersonReadsThatTheDepartmentWasTold(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let number = try await issued(house)
        _ = try await house.runJobs(telling: FakeDepartment())
        let acts = try await house.engine.read { db in
            var acts: [String] = []
            try AuditHistory.forEach(in: db) { act in
                if act.caseNumber == number.rawValue, act.action.hasPrefix("result.") {
                    #expect(act.isAboutSomebody)
                    #expect(act.fields == ["basis", "living", "police/residence-permits"])
                    acts.append("\(act.action) by \(act.actorKind)")
                }
            }
            return acts
        }
        // Both lie within one millisecond, of which no order is promised.
        #expect(acts.sorted() == ["result.recorded by department", "result.sent by system"])
    }
}
