import Base
import Catalogue
import HummingbirdTesting
import Identity
import NIOCore
import Support
import Testing

@testable import Casework

/// What is still wanted for an event in life that is begun.
@Suite struct EventPapersLeftTests {
    private static let school = CaseHouse.id("bundles/school-entry")
    private static let newborn = CaseHouse.id("bundles/newborn")
    private static let retirement = CaseHouse.id("bundles/retirement")
    private static let permit = CaseHouse.id("police/residence-permit-apply")
    private static let proof = "租房合同或房产证明 ← residence-permit-apply"

    private func left(
        _ event: ServiceID, _ house: CaseHouse, of session: IdentifiedSession
    ) async throws -> (lines: [String], spared: [String]) {
        let papers = try #require(try await house.verbs.bundle(event, of: session).papers)
        return (EventPapersTests.lines(papers, \.slug), papers.spared.map { $0[.mandarin] })
    }

    @Test(arguments: TestEngine.available)
    func whatIsAnsweredRulesOutAndWhatIsSentIsThere(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: Self.school)
        _ = try await house.open(Self.school, for: session)
        // She has shown her card, so that nobody tells her to bring it.
        let student = "带 学生卡（孩子） ← student-card-review"
        var (lines, spared) = try await left(Self.school, house, of: session)
        #expect(lines == ["发 凭住处申请的：\(Self.proof)", student])
        #expect(spared.contains("居住登记信息") && spared.contains("学籍信息"))

        // She holds none yet.
        house.registers.become(.nothing, at: "police/residence-permits")
        let number = try await house.verbs.open(
            Self.permit, for: session, within: Self.school, requestID: "r")
        try await house.verbs.fetch(number, of: session, requestID: "r")
        try await house.answer(number, ["ground": "work"], of: session)
        #expect(try await left(Self.school, house, of: session).lines == [student])
        try await house.answer(number, ["ground": "home"], of: session)
        #expect(try await left(Self.school, house, of: session).lines == ["发 \(Self.proof)", student])

        let phone = try await house.verbs.own.session(number, of: house.account(session))
        try await house.send(["the lease"], to: "home-proof", number, phone)
        (lines, spared) = try await left(Self.school, house, of: session)
        #expect(lines == [student])
    }

    @Test(arguments: TestEngine.available)
    func whatIsHandedInWantsNothingMore(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let visit = try await house.visit(for: Self.newborn)
        _ = try await house.open(Self.newborn, for: visit)
        let account = try await house.account(visit)
        let home = try house.verbs.own.session(beginning: Self.newborn, of: account)
        #expect(try await left(Self.newborn, house, of: home).lines.first == "带 居民身份证 ← all")

        let allowance = CaseHouse.id("medical/maternity-progress")
        let number = try await house.verbs.own.begin(
            allowance, of: account, within: Self.newborn, requestID: "r")
        let own = try await house.verbs.own.session(number, of: account)
        try await house.verbs.fetch(number, of: own, requestID: "r")
        try await house.verbs.submit(number, of: own, requestID: "r")
        let (lines, spared) = try await left(Self.newborn, house, of: home)
        let card = try #require(lines.first)
        #expect(card.hasPrefix("带 居民身份证 ← birth-registration、") && !card.contains(allowance.slug))
        #expect(!spared.contains("生育津贴申领记录") && spared.contains("孕产登记信息"))
        // The list of her cases says how far it is, and asks for no paper.
        let listed = try #require(try await house.verbs.own(of: visit.citizen).compactMap(\.bundle).first)
        #expect(listed.done == 1 && listed.papers == nil)
    }

    @Test(arguments: TestEngine.available)
    func whatSheCannotHaveWantsNothing(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        func slugs(_ person: TestPerson, _ terminal: Int) async throws -> Set<String> {
            let session = try await house.visit(person, at: terminal, for: Self.retirement)
            _ = try await house.open(Self.retirement, for: session)
            let papers = try #require(try await house.verbs.bundle(Self.retirement, of: session).papers)
            return Set(papers.papers.flatMap(\.uses).map(\.part.item.id.slug))
        }
        // Too young for a pension, and for the card of the old.
        #expect(try await slugs(.one, 0) == ["remote-care-filing"])
        #expect(
            try await slugs(.elder, 1) == [
                "pension-application", "remote-care-filing", "senior-card-review",
            ])
    }

    @Test(arguments: Language.allCases, [false, true])
    func thePageSaysIt(_ language: Language, _ isLarge: Bool) async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk(language: language.rawValue) { kiosk in
            kiosk.isLarge = isLarge
            let place = try await kiosk.identify(house, for: Self.school)
            try await kiosk.post("\(place)/questions/home", ["answer": "rent"])
            try await kiosk.post("\(place)/questions/phone", ["answer": "13800138000"])
            let page = String(buffer: try await kiosk.get("/bundles/school-entry").body)
            let said: [Language: [String]] = [
                .mandarin: ["还要准备的材料", "凭住处申请的：租房合同或房产证明", "用于：", "不用带，部门之间查："],
                .english: [
                    "What is still wanted", "If you apply by your home: Lease or proof of ownership", "For: ",
                ],
                .minnan: ["猶愛款便的材料", "照徛家申請的：稅厝合同抑是厝契", "用佇：", "免紮，部門家己查："],
            ]
            for text in try #require(said[language]) { #expect(page.contains(text), "\(text)") }
            #expect(page.contains("kiosk large") == isLarge)
        }
    }
}
