import Base
import Catalogue
import Identity
import Representation
import Storage
import Support
import Testing

@testable import Casework
@testable import Notices

/// What a case tells without having been asked, and to whom.
@Suite struct ToldTests {
    private func told(_ house: CaseHouse) async throws -> [String] {
        try await house.engine.read { db in
            try db.rows("SELECT kind, citizen_id FROM case_notices ORDER BY made_at_ms, kind").map {
                try $0.text("kind")
            }
        }
    }

    private func readers(_ house: CaseHouse) async throws -> Set<String> {
        try await house.engine.read { db in
            Set(try db.rows("SELECT citizen_id FROM case_notices").map { try $0.text("citizen_id") })
        }
    }

    @Test(arguments: TestEngine.available)
    func eachTurnOfACaseIsToldItsPersonOnce(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let clerk = try house.clerk()
        let session = try await house.visit(for: CaseHouse.endorsement)
        let number = try await house.handedIn(for: session)
        #expect(try await told(house) == ["handed-in"])
        let key = CaseStep.Key(number, "review")
        try await house.claim(number, by: clerk)
        house.clock.advance(by: .seconds(1))
        try await house.desk.askForCorrection(
            ["basis"], at: key, because: "unclear", note: "请说明", by: clerk, requestID: "r")
        try await house.answer(number, ["basis": "housing"], of: session)
        house.clock.advance(by: .seconds(1))
        try await house.verbs.correct(number, of: session, requestID: "r")
        house.clock.advance(by: .seconds(1))
        try await house.desk.decide.refuse(
            key, because: "already-held", note: nil, by: clerk, requestID: "r")

        #expect(
            try await told(house) == ["handed-in", "correction-asked", "decided"],
            "that it was accepted had not gone out yet")
        #expect(try await readers(house) == [session.citizen.rawValue])
    }

    /// Nights and silent gateways lie between a notice and its message, and a right to act may end in them.
    @Test(arguments: TestEngine.available)
    func whoMayActNoMoreReadsNothingOfItAndItsPersonDoes(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.acting(.two, for: .elder, by: .parent)
        let file = try await house.file(house.open(CaseHouse.id("hotline/complaint"), for: session))
        try await house.engine.write { [house] db in
            for kind in [NoticeKind.fileInfected, .withdrawn] {
                try house.parts.tell(kind, of: file.heading, in: db)
            }
        }
        let (actor, person) = (session.citizen, file.citizen)
        #expect(try await kinds(house, of: actor) == [.fileInfected, .withdrawn])
        #expect(try await kinds(house, of: person) == [.withdrawn], "told to both")
        #expect(try await fates(house, of: actor) == [.told(actor, forAnother: true)])

        try await house.agree(.elder, to: .two, .refused)
        #expect(try await fates(house, of: actor) == [.told(person)])
        #expect(try await fates(house, of: person) == [.told(person)])
    }

    private func kinds(_ house: CaseHouse, of citizen: Token) async throws -> Set<NoticeKind> {
        try await house.engine.read { db in
            Set(try NoticeStore.all(of: citizen, limit: 50, in: db).map(\.kind))
        }
    }

    /// What becomes now of what was addressed to somebody, of one kind or of all.
    private func fates(
        _ house: CaseHouse, of citizen: Token, _ kind: NoticeKind? = nil
    ) async throws -> Set<NoticeFate> {
        try await house.engine.read { db in
            Set(
                try NoticeStore.all(of: citizen, limit: 50, in: db)
                    .filter { kind == nil || $0.kind == kind }
                    .map { try house.parts.fate(of: $0, in: db) })
        }
    }

    /// Late since Thursday's or Friday's midnight and asked then, answered on Monday: the first was due on Friday and is late still,
    /// the other is due on Monday.
    @Test(arguments: TestEngine.available, [0, 1])
    func whatWasLateAtMidnightIsToldWhereItIsSoWhenItGoesOut(_ engine: TestEngine, _ day: Int) async throws {
        let house = try await CaseHouse(
            engine, clock: TestClock(at: TestClock.start + .seconds(86_400 * day)))
        let (clerk, session) = (try house.clerk(), try await house.visit(for: CaseHouse.endorsement))
        let (number, citizen) = (try await house.handedIn(for: session), session.citizen)
        let key = CaseStep.Key(number, "review")
        try await house.claim(number, by: clerk)
        let missed = try #require(try await house.steps(number).first?.due)
        house.clock.now = missed.at + .milliseconds(1)
        _ = try await house.runJobs()
        #expect(try await fates(house, of: citizen, .overdue) == [.told(citizen)])

        try await house.desk.askForCorrection(
            ["basis"], at: key, because: "outdated", note: nil, by: clerk, requestID: "r")
        #expect(try await fates(house, of: citizen, .overdue) == [.waits])

        house.clock.now = missed.at + .seconds((3 - day) * 86_400 + 9 * 3_600)
        let later = try await house.visit(at: 1, for: CaseHouse.endorsement)
        try await house.answer(number, ["basis": "study"], of: later)
        try await house.verbs.correct(number, of: later, requestID: "r")
        let expected = day == 0 ? NoticeFate.told(citizen) : .dropped
        #expect(try await fates(house, of: citizen, .overdue) == [expected])
    }

    @Test func whatIsDecidedAtOnceIsNotTold() async throws {
        let house = try await CaseHouse(.sqlite)
        _ = try await house.issued(for: house.visit())
        #expect(try await told(house).isEmpty)
    }

    @Test func anOfficeThatIsLateIsToldOnce() async throws {
        let house = try await CaseHouse(.sqlite)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let due = try #require(try await house.steps(number).first?.due)
        house.clock.advance(by: due.at.since(house.clock.now) + .seconds(1))
        _ = try await house.runJobs()
        _ = try await house.runJobs()
        #expect(try await told(house) == ["handed-in", "overdue"])
    }

    @Test func whatARefusedStepWouldHaveToldIsNotTold() async throws {
        let house = try await CaseHouse(.sqlite)
        let number = try await house.handedIn(for: house.visit(for: CaseHouse.endorsement))
        let clerk = try house.clerk()
        // Nobody has claimed it.
        await #expect(throws: (any Error).self) {
            try await house.desk.decide.approve(CaseStep.Key(number, "review"), by: clerk, requestID: "r")
        }
        #expect(try await told(house) == ["handed-in"])
    }
}
