import Base
import Casework
import Catalogue
import Exchange
import Stations
import Storage
import Support
import Testing
import Wire

@Suite struct RecordTests {
    @Test(arguments: TestEngine.available)
    func theRegisterIsAskedForWhatThePaperNeeds(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let number = try await house.open(for: session)
        let database = house.engine
        house.registers.whenAsked { question in
            // The leaf is durable before anything is read.
            let leaves = try await database.read { db in
                try db.rows("SELECT leaf_bytes FROM audit_pending").map {
                    String(decoding: try $0.bytes("leaf_bytes"), as: UTF8.self)
                }
            }
            #expect(leaves.contains { $0.contains("register.asked") && $0.contains(question.caseNumber) })
            #expect(!leaves.contains { $0.contains("register.answered") })
        }
        try await house.verbs.fetch(number, of: session, requestID: "r")
        try await house.verbs.fetch(number, of: session, requestID: "r")
        let item = try #require(house.catalogue[CaseHouse.residence])
        let question = try #require(house.registers.asked.first)
        #expect(house.registers.asked.count == 1)
        #expect(question.resource == "police/residents")
        #expect(question.fields == item.registers.first?.fields)
        #expect(question.purpose == item.basicCode)
        #expect(question.caseNumber == number.rawValue)
        #expect(question.subject == TestPerson.one.number)
        #expect(try await house.acts("register.asked") == 1)
        #expect(try await house.acts("register.answered") == 1)
        #expect(try await house.events(number) == [.opened, .recordRead])
        #expect(Set(try await house.file(number).record?.keys.sorted() ?? []) == Set(question.fields))
    }

    @Test(arguments: TestEngine.available)
    func aSilentDepartmentLetsTheCaseWait(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let number = try await house.open(for: session)
        house.registers.become(.down)
        await #expect(throws: PortError.unreachable(system: "police/residents")) {
            try await house.verbs.fetch(number, of: session, requestID: "r")
        }
        #expect(try await house.acts("register.silent") == 1)
        #expect(try await house.state(number) == .open)
        await #expect(throws: CaseRefused.recordMissing) {
            try await house.verbs.submit(number, of: session, requestID: "r")
        }
        house.registers.become(.answers)
        try await house.verbs.fetch(number, of: session, requestID: "r")
        #expect(try await house.file(number).record?["name"] == .text("陈静"))
    }

    @Test(
        arguments: TestEngine.available,
        [
            FakeRegisters.Mood.otherPerson, .otherPersonByAdapter, .otherName, .otherNumber,
            .otherNumberWithin,
        ])
    func anAnswerAboutAnotherPersonStopsTheServiceAtTheTerminal(
        _ engine: TestEngine, _ mood: FakeRegisters.Mood
    ) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let number = try await house.open(for: session)
        house.registers.become(mood)
        await #expect(throws: CaseRefused.wrongPerson) {
            try await house.verbs.fetch(number, of: session, requestID: "r")
        }
        #expect(try await house.stopped(0) == [CaseHouse.residence.rawValue])
        #expect(try await house.stopped(1) == [])
        #expect(try await !house.isStopped(0))
        #expect(
            try await house.stations.queries.openAlarms().map(\.detail) == [
                "police/temporary-identity-proof register-other-subject"
            ])
        #expect(try await house.acts("service.stopped") == 1)
        #expect(try await house.leaves().contains { $0.contains("other-subject") })
        #expect(try await house.leaves().allSatisfy { !$0.contains(TestPerson.two.name) })
        #expect(try await house.file(number).record == nil)
        #expect(try await house.events(number) == [.opened])
    }

    /// Neither the note of the lie is taken, nor the stop: that one is owed.
    @Test(
        arguments: TestEngine.available, [FakeRegisters.Mood.otherPerson, .otherPersonByAdapter])
    func aLieHeardWhileTheDatabaseTakesNothingStopsItsServiceAfterwards(
        _ engine: TestEngine, _ mood: FakeRegisters.Mood
    ) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let number = try await house.open(for: session)
        let failing = FailingEngine(house.engine)
        let node = try house.node(on: failing)
        house.registers.become(mood)
        house.registers.whenAsked { _ in failing.fail(true) }
        await #expect(throws: SQLError.busy) {
            try await node.cases.fetch(number, of: session, requestID: "r")
        }
        failing.fail(false)
        #expect(try await house.stopped(0) == [])

        let report = HealthReport(
            version: "1", cardReader: .ready, camera: .ready, printer: .ready, printerReasons: [],
            stopped: nil, stopID: nil, clockMs: house.clock.now.milliseconds)
        _ = try await node.stations.reportHealth(report, from: house.terminals[1])

        #expect(try await house.stopped(0) == [CaseHouse.residence.rawValue])
        #expect(try await house.stations.queries.openAlarms().map(\.kind) == [.serviceStopped])
        #expect(try await house.acts("service.stopped") == 1)
    }

    @Test func aDepartmentThatKnowsNothingIsSaid() async throws {
        let house = try await CaseHouse(.sqlite)
        let session = try await house.visit()
        let number = try await house.open(for: session)
        house.registers.become(.nothing)
        await #expect(throws: CaseRefused.nothingOnRecord) {
            try await house.verbs.fetch(number, of: session, requestID: "r")
        }
        #expect(
            try await house.leaves().contains { $0.contains("register.answered") && $0.contains("nothing") })
        #expect(try await house.file(number).record == nil)
        #expect(try await !house.isStopped(0))
    }

    /// A first certificate is asked for by whom the register of certificates does not know.
    @Test(arguments: TestEngine.available)
    func toBeUnknownBarsNobodyOfWhomNoMoreIsAsked(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let service = CaseHouse.id("disabled/certificate-apply")
        let session = try await house.visit(for: service)
        let number = try await house.open(service, for: session)
        house.registers.become(.nothing, at: "disabled/certificates")
        try await house.verbs.fetch(number, of: session, requestID: "r")
        let form = try await house.verbs.owned.form(number, of: session)
        #expect(form.unmet.isEmpty)
        #expect(form.next != nil, "she is asked what the service asks")
        #expect(form.file.record?["certificate"] == .text("-"))
    }

    /// Where a condition is why she cannot have it, the service says so in its own words.
    @Test(arguments: TestEngine.available)
    func whomARegisterDoesNotKnowReadsWhatTheServiceAsksFor(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let service = CaseHouse.id("police/residence-permit-apply")
        let session = try await house.visit(for: service)
        let number = try await house.open(service, for: session)
        for resource in ["police/residence", "police/residence-permits"] {
            house.registers.become(.nothing, at: resource)
        }
        try await house.verbs.fetch(number, of: session, requestID: "r")
        let form = try await house.verbs.owned.form(number, of: session)
        #expect(form.unmet.count == 1)
        #expect(form.unmet[0].otherwise[.english].hasPrefix("You are not registered as living here"))
        await #expect(throws: CaseRefused.notEligible) {
            try await house.verbs.submit(number, of: session, requestID: "r")
        }
    }

    @Test func fieldsThatWereNotAskedForAreNotTaken() async throws {
        let house = try await CaseHouse(.sqlite)
        let session = try await house.visit()
        let number = try await house.open(for: session)
        house.registers.become(.tooMuch)
        await #expect(throws: PortError.self) {
            try await house.verbs.fetch(number, of: session, requestID: "r")
        }
        #expect(try await house.file(number).record == nil)
        #expect(try await !house.isStopped(0))
    }

    @Test func withoutAuditNobodyIsAsked() async throws {
        let house = try await CaseHouse(.sqlite)
        let session = try await house.visit()
        let number = try await house.open(for: session)
        _ = try await house.engine.write { db in
            try db.run("ALTER TABLE audit_pending RENAME TO audit_broken")
        }
        await #expect(throws: (any Error).self) {
            try await house.verbs.fetch(number, of: session, requestID: "r")
        }
        #expect(house.registers.asked.isEmpty)
    }

    @Test(arguments: TestEngine.available)
    func twoScreensAtOnceKeepOneRecord(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let number = try await house.open(for: session)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...4 {
                group.addTask { try await house.verbs.fetch(number, of: session, requestID: "r") }
            }
            try await group.waitForAll()
        }
        #expect(try await house.events(number) == [.opened, .recordRead])
    }
}
