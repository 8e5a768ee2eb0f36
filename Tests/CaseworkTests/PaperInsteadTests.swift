import Base
import Catalogue
import Exchange
import Storage
import Support
import Testing
import Uploads

@testable import Casework
@testable import Identity

/// What happens to a question whose register has nothing or cannot answer.
@Suite struct PaperInsteadTests {
    private static let rent = CaseHouse.id("fund/withdrawal-rent")
    private static let birth = CaseHouse.id("health/birth-registration")
    private static let answers = [
        "married": "no", "home": "public", "address": "样板里8号", "rent": "2800.00", "amount": "18000.00",
        "account": "6200001234567890011",
    ]

    @Test(arguments: TestEngine.available, [FakeRegisters.Mood.down, .nothing])
    func aPaperBearsOutWhatNoRegisterSays(_ engine: TestEngine, _ mood: FakeRegisters.Mood) async throws {
        let house = try await CaseHouse(engine)
        house.registers.become(mood, at: "housing/leases")
        let visit = try await house.visit(for: Self.rent)
        let number = try await house.open(Self.rent, for: visit)
        let session = try await house.verbs.own.session(number, of: house.account(visit))
        try await house.verbs.fetch(number, of: session, requestID: "r")
        try await house.answer(number, Self.answers, of: session)
        #expect(try await house.verbs.owned.form(number, of: session).next?.id == "lease")
        try await house.answer(number, ["lease": "样板租约8号"], of: session)

        let form = try await house.verbs.owned.form(number, of: session)
        let paper = try #require(form.next)
        #expect(paper.id == "lease-paper" && paper.bearsOut == "lease")
        #expect(form.question("lease")?.isOnPaper == true)
        await #expect(throws: CaseRefused.incomplete) {
            try await house.verbs.submit(number, of: visit, requestID: "r")
        }
        try await house.send(["租约"], to: "lease-paper", number, session)
        try await house.verbs.submit(number, of: visit, requestID: "r")

        #expect(try await house.state(number) == .deciding)
        #expect(try await house.files(number).map(\.question) == ["lease-paper"])
        #expect(try await house.file(number).answers["lease"] == "样板租约8号")
    }

    /// 建金〔2015〕19号: whoever rents a private flat shows no lease.
    @Test(arguments: TestEngine.available)
    func aPrivateFlatWantsNoPictureOfALease(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        house.registers.become(.nothing, at: "housing/leases")
        let visit = try await house.visit(for: Self.rent)
        let number = try await house.open(Self.rent, for: visit)
        try await house.verbs.fetch(number, of: visit, requestID: "r")
        try await house.answer(number, Self.answers.merging(["home": "market"]) { $1 }, of: visit)

        try await house.verbs.submit(number, of: visit, requestID: "r")

        #expect(try await house.state(number) == .deciding)
        #expect(try await house.files(number).isEmpty)
    }

    @Test(arguments: TestEngine.available)
    func nobodyIsAskedForAPaperOfWhatARegisterSays(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let visit = try await house.visit(for: Self.rent)
        let number = try await house.open(Self.rent, for: visit)
        try await house.verbs.fetch(number, of: visit, requestID: "r")
        try await house.answer(
            number, ["home": "public"], of: visit)
        let form = try await house.verbs.owned.form(number, of: visit)
        #expect(form.spared.map(\.id) == ["lease", "address"])
        #expect(!form.route.contains { $0.id.hasPrefix("lease") || $0.id.hasPrefix("address") })
    }

    @Test(arguments: TestEngine.available)
    func aFormWaitsForItsRegisterAndGoesOn(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        house.registers.become(.down, at: "health/maternity")
        let visit = try await house.visit(for: Self.birth)
        let number = try await house.open(Self.birth, for: visit)
        await #expect(throws: PortError.unreachable(system: "health/maternity")) {
            try await house.verbs.fetch(number, of: visit, requestID: "r")
        }
        await #expect(throws: CaseRefused.recordMissing) {
            try await house.verbs.submit(number, of: visit, requestID: "r")
        }
        #expect(try await house.state(number) == .open)

        // It answers again and knows nothing of her: then she is asked.
        house.registers.become(.nothing, at: "health/maternity")
        try await house.verbs.fetch(number, of: visit, requestID: "r")
        try await house.answer(number, ["stage": "pregnant"], of: visit)
        let form = try await house.verbs.owned.form(number, of: visit)
        #expect(form.file.record != nil)
        #expect(form.route.contains { $0.id == "due" })
    }
}
