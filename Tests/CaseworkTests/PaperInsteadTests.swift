import Base
import Catalogue
import Exchange
import Storage
import Support
import Testing

@testable import Casework
@testable import Identity

/// What happens to a question whose register has nothing or cannot answer.
@Suite struct PaperInsteadTests {
    private static let entry = CaseHouse.id("police/residence-permit-apply")
    private static let rent = CaseHouse.id("fund/withdrawal-rent")
    private static let answers = [
        "ground": "work", "employment": "contract", "home": "own", "photo": "yes", "delivery": "post",
        "phone": "15410000002",
    ]

    @Test(arguments: TestEngine.available, [FakeRegisters.Mood.down, .nothing])
    func aPaperBearsOutWhatNoRegisterSays(_ engine: TestEngine, _ mood: FakeRegisters.Mood) async throws {
        let house = try await CaseHouse(engine)
        house.registers.become(mood, at: "insurance/participation")
        let visit = try await house.visit(for: Self.entry)
        let number = try await house.open(Self.entry, for: visit)
        let session = try await house.verbs.own.session(number, of: house.account(visit))
        try await house.verbs.fetch(number, of: session, requestID: "r")
        try await house.answer(number, Self.answers, of: session)
        #expect(try await house.verbs.owned.form(number, of: session).next?.id == "employer")
        try await house.answer(number, ["employer": "样板五金店"], of: session)

        let form = try await house.verbs.owned.form(number, of: session)
        let paper = try #require(form.next)
        #expect(paper.id == "employer-paper" && paper.bearsOut == "employer")
        #expect(form.question("employer")?.isOnPaper == true)
        await #expect(throws: CaseRefused.incomplete) {
            try await house.verbs.submit(number, of: session, requestID: "r")
        }
        try await house.send(["劳动合同"], to: "employer-paper", number, session)
        try await house.verbs.submit(number, of: session, requestID: "r")

        #expect(try await house.state(number) == .deciding)
        #expect(try await house.files(number).map(\.question) == ["employer-paper"])
        #expect(try await house.file(number).answers["employer"] == "样板五金店")
    }

    @Test(arguments: TestEngine.available)
    func nobodyIsAskedForAPaperOfWhatARegisterSays(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let visit = try await house.visit(for: Self.entry)
        let number = try await house.open(Self.entry, for: visit)
        try await house.verbs.fetch(number, of: visit, requestID: "r")
        try await house.answer(
            number, ["ground": "work", "employment": "contract", "home": "own"], of: visit)
        let form = try await house.verbs.owned.form(number, of: visit)
        #expect(form.spared.map(\.id) == ["employer"])
        #expect(!form.route.contains { $0.id.hasPrefix("employer") })
    }

    @Test(arguments: TestEngine.available)
    func aFormWaitsForItsRegisterAndGoesOn(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        house.registers.become(.down, at: "housing/leases")
        let visit = try await house.visit(for: Self.rent)
        let number = try await house.open(Self.rent, for: visit)
        await #expect(throws: PortError.unreachable(system: "housing/leases")) {
            try await house.verbs.fetch(number, of: visit, requestID: "r")
        }
        await #expect(throws: CaseRefused.recordMissing) {
            try await house.verbs.submit(number, of: visit, requestID: "r")
        }
        #expect(try await house.state(number) == .open)

        // It answers again and has no lease of hers: then she is asked.
        house.registers.become(.nothing, at: "housing/leases")
        try await house.verbs.fetch(number, of: visit, requestID: "r")
        let form = try await house.verbs.owned.form(number, of: visit)
        #expect(form.file.record != nil)
        #expect(form.route.contains { $0.id == "address" })
    }
}
