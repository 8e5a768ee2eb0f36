import Base
import Catalogue
import Documents
import Exchange
import Foundation
import Identity
import Logging
import Stations
import Storage
import Support
import Testing
import Vault
import Wire

@testable import Casework

@Suite struct SubmissionTests {
    @Test(arguments: TestEngine.available)
    func howeverOftenItIsSubmittedThereIsOnePaper(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let number = try await house.complete(for: session)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 1...4 {
                group.addTask { try await house.verbs.submit(number, of: session, requestID: "r") }
            }
            try await group.waitForAll()
        }
        try await house.verbs.submit(number, of: session, requestID: "r")
        #expect(try await house.state(number) == .issued)
        #expect(try await house.count("documents") == 1)
        #expect(try await house.acts("case.submitted") == 1)
        #expect(try await house.acts("document.sealed") == 1)
        #expect(
            try await house.events(number) == [
                .opened, .recordRead, .answered, .answered, .submitted, .issued,
            ])
    }

    @Test func anIncompleteFormIsNotSubmitted() async throws {
        let house = try await CaseHouse(.sqlite)
        let session = try await house.visit()
        let number = try await house.open(for: session)
        try await house.verbs.fetch(number, of: session, requestID: "r")
        try await house.answer(number, ["reason": "lost"], of: session)
        await #expect(throws: CaseRefused.incomplete) {
            try await house.verbs.submit(number, of: session, requestID: "r")
        }
        #expect(try await house.count("jobs") == 0)
    }

    /// Who books a wedding names whom she marries, however she writes it.
    @Test func whereSomebodyElseIsAskedForNobodyNamesHerself() async throws {
        let house = try await CaseHouse(.sqlite)
        let wedding = CaseHouse.id("civil/marriage-appointment")
        let session = try await house.visit(for: wedding)
        let number = try await house.open(wedding, for: session)
        try await house.verbs.fetch(number, of: session, requestID: "r")
        try await house.answer(number, ["matter": "marry"], of: session)
        for name in [TestPerson.one.name, "陈 静"] {
            await #expect(throws: AnswerRefused.oneself(question: "partner")) {
                try await house.answer(
                    number, ["partner": "\(name) \(TestPerson.one.number.text)"], of: session)
            }
        }
        let partner = "\(TestPerson.two.name) \(TestPerson.two.number.text)"
        try await house.answer(number, ["partner": partner], of: session)
        #expect(try await house.verbs.owned.form(number, of: session).answers["partner"] == partner)

        // What a former release took is asked again.
        let vault = house.vault
        let kept = ["matter": "marry", "partner": "\(TestPerson.one.name) \(TestPerson.one.number.text)"]
        try await house.engine.write { db in
            let sealed = try SealedCase.seal(kept, of: number, key: vault.subject(session.citizen, in: db))
            try CaseStore.keepAnswers(sealed, for: number, in: db)
        }
        #expect(try await house.verbs.owned.form(number, of: session).next?.id == "partner")
    }

    @Test func aCaseThatWasGivenUpIsNotSubmitted() async throws {
        let house = try await CaseHouse(.sqlite)
        let session = try await house.visit()
        let number = try await house.complete(for: session)
        let now = house.clock.now
        _ = try await house.engine.write { db in
            try CaseStore.advance(number, by: .withdrawn, terminal: nil, at: now, in: db)
        }
        await #expect(throws: CaseRefused.withdrawn) {
            try await house.verbs.submit(number, of: session, requestID: "r")
        }
    }

    @Test(arguments: TestEngine.available)
    func aPaperCutOffIsMadeByTheJobOnce(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let number = try await house.complete(for: session)
        try await house.verbs.submit.accept(number, of: session, requestID: "r")
        #expect(try await house.state(number) == .submitted)
        #expect(try await house.count("documents") == 0)
        let runner = JobRunner(
            engine: house.engine, handlers: [IssuePaperJob(house.parts)], world: house.world,
            logger: Logger(label: "test"))
        let running = Task { try await runner.run() }
        for _ in 1...3_000 where try await house.state(number) != .issued {
            try await Task.sleep(for: .milliseconds(20))
        }
        running.cancel()
        _ = await running.result
        #expect(try await house.state(number) == .issued)
        try await IssuePaper(house.parts)(number)
        #expect(try await house.count("documents") == 1)
        #expect(try await house.acts("document.sealed") == 1)
    }

    /// As a node does that has not read yet what was published a moment ago: no paper by another version, and no dead job.
    @Test(arguments: TestEngine.available)
    func aPaperOfAVersionThatIsNotYetHereWaits(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let number = try await house.complete(for: session)
        try await house.verbs.submit.accept(number, of: session, requestID: "r")
        let job = try #require(
            try await house.engine.read { db in
                try JobStore.find(kind: "case.issue-paper", key: number.rawValue, in: db)
            })
        try await house.engine.write { db in
            _ = try db.run("UPDATE cases SET service_version = service_version + 1")
        }
        await #expect(throws: NotYetHere.self) { try await IssuePaperJob(house.parts).run(job) }
        #expect(try await house.count("documents") == 0)

        try await house.engine.write { db in
            _ = try db.run("UPDATE cases SET service_version = service_version - 1")
        }
        try await IssuePaperJob(house.parts).run(job)
        #expect(try await house.count("documents") == 1)
    }

    @Test func aPaperThatShowsAnotherIsNotTriedAgainByTheJob() async throws {
        let house = try await CaseHouse(.sqlite)
        let session = try await house.visit()
        let number = try await house.complete(for: session)
        try await house.verbs.submit.accept(number, of: session, requestID: "r")
        try await house.replaceRecord(of: number) { $0["name"] = .text(TestPerson.two.name) }
        let job = try #require(
            try await house.engine.read { db in
                try JobStore.find(kind: "case.issue-paper", key: number.rawValue, in: db)
            })

        await #expect(throws: JobHopeless(reason: CaseRefused.wrongPerson.slug)) {
            try await IssuePaperJob(house.parts).run(job)
        }

        #expect(try await house.stopped(0) == [CaseHouse.residence.rawValue])
        #expect(try await house.count("documents") == 0)
    }

    @Test func aPaperThatShowsAnotherStopsWhereItsPersonStandsNow() async throws {
        let house = try await CaseHouse(.sqlite)
        let number = try await house.complete(for: house.visit(at: 0))
        try await house.replaceRecord(of: number) { $0["name"] = .text(TestPerson.two.name) }
        let elsewhere = try await house.visit(at: 1)
        #expect(try await house.open(for: elsewhere) == number)

        await #expect(throws: CaseRefused.wrongPerson) {
            try await house.verbs.submit(number, of: elsewhere, requestID: "r")
        }

        #expect(try await house.stopped(0).isEmpty)
        #expect(try await house.stopped(1) == [CaseHouse.residence.rawValue])
    }

    @Test(arguments: TestEngine.available)
    func aPaperThatShowsAnotherIsNeverKept(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let number = try await house.complete(for: session)
        try await house.replaceRecord(of: number) { $0["name"] = .text(TestPerson.two.name) }
        await #expect(throws: CaseRefused.wrongPerson) {
            try await house.verbs.submit(number, of: session, requestID: "r")
        }
        #expect(try await house.stopped(0) == [CaseHouse.residence.rawValue])
        #expect(try await !house.isStopped(0))
        #expect(
            try await house.stations.queries.openAlarms().map(\.detail) == [
                "police/temporary-identity-proof document-other-subject"
            ])
        #expect(try await house.state(number) == .open)
        #expect(try await house.count("documents") == 0)
        #expect(try await house.count("jobs") == 0)
    }

    @Test(arguments: TestEngine.available)
    func anAnswerThatChangedWhileThePaperWasDrawnIsOnThePaper(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let number = try await house.complete(for: session)
        let issue = IssuePaper(house.parts)
        let early = try await issue.draw(number)
        try await house.answer(number, ["place": "train"], of: session)
        try await house.verbs.submit.accept(number, of: session, requestID: "r")
        try await issue.issue(number, drawn: early)
        #expect(try await house.state(number) == .issued)
        let hash = try await house.engine.read { db in
            try db.rows("SELECT pdf_hash FROM documents").map { try $0.bytes("pdf_hash") }
        }
        #expect(hash.count == 1 && hash.first != early?.hash)
    }

    @Test func withoutAuditNothingIsSubmitted() async throws {
        let house = try await CaseHouse(.sqlite)
        let session = try await house.visit()
        let number = try await house.complete(for: session)
        _ = try await house.engine.write { db in
            try db.run("ALTER TABLE audit_pending RENAME TO audit_broken")
        }
        await #expect(throws: (any Error).self) {
            try await house.verbs.submit(number, of: session, requestID: "r")
        }
        #expect(try await house.state(number) == .open)
        #expect(try await house.count("jobs") == 0)
    }
}

extension CaseHouse {
    /// Changes what a department said after it was kept, as a fault of ours would.
    func replaceRecord(
        of number: CaseNumber, _ change: (inout [String: RegisterValue]) -> Void
    ) async throws {
        let file = try await file(number)
        var record = try #require(file.record)
        change(&record)
        let (vault, now, changed) = (vault, clock.now, record)
        _ = try await engine.write { db in
            let key = try vault.subject(file.citizen, in: db)
            try CaseStore.keepRecord(
                SealedCase.seal(changed, of: number, key: key), for: number, at: now, in: db)
        }
    }
}
