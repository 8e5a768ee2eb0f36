import Base
import Catalogue
import Storage
import Support
import Testing

@testable import Comparison

/// What is imported, compared and decided, on both engines.
@Suite struct DecisionTests {
    private static let deposit = "个人住房公积金缴存证明打印,P1,厦门市住房公积金中心,,居民身份证,缴存证明,自然人,900"
    private static let rocket = "火箭发射许可,P2,厦门市航天局,,申请表,许可证,自然人,9000"

    @Test(arguments: TestEngine.available)
    func nothingIsComparedBeforeAnImport(_ engine: TestEngine) async throws {
        let house = try await ComparisonHouse(engine)

        #expect(try await house.verbs.compare() == nil)
    }

    @Test(arguments: TestEngine.available)
    func everyItemStandsInTheReportOnce(_ engine: TestEngine) async throws {
        let house = try await ComparisonHouse(engine)
        try await house.bring(Self.deposit, Self.rocket)
        let (report, last) = try #require(try await house.verbs.compare())

        #expect(report.findings.flatMap(\.there).map(\.code).sorted() == ["P1", "P2"])
        #expect(Set(report.findings.flatMap(\.here).map(\.id)) == Set(try Sample.catalogue().items.map(\.id)))
        #expect(report.findings.flatMap(\.here).count == (try Sample.catalogue().items.count))
        #expect(report.count(.same) == 1)
        #expect(report.count(.onlyThere) == 1)
        #expect(last.items == 2)
        #expect(last.by == "s-0001")
        #expect(try await house.acts("catalogue.portal-imported") == 1)
        let same = try #require(report.findings.first { $0.relation == .same })
        #expect(same.here.map(\.id.rawValue) == ["fund/deposit-proof"])
        #expect(same.pairs.first?.facets.map(\.facet) == Facet.allCases)
        #expect(try await house.finding("P2")?.proposal == Proposal(.fill, .manyAsk, ["count": "9000"]))
    }

    @Test(arguments: TestEngine.available)
    func aTableThatIsBrokenLeavesTheFormerOne(_ engine: TestEngine) async throws {
        let house = try await ComparisonHouse(engine)
        try await house.bring(Self.deposit)

        await #expect(throws: CatalogueFileProblem.self) { try await house.bring(Self.rocket, Self.rocket) }
        await #expect(throws: ComparisonRefused.noFile) {
            try await house.verbs.bring("/nowhere/portal.csv", by: "s-0001")
        }
        await #expect(throws: PortError.unreachable(system: "portal-catalogue")) {
            try await house.verbs.bring("https://portal.example/items", by: "s-0001")
        }
        #expect(try await house.finding("P1") != nil)
        #expect(try await house.acts("catalogue.portal-imported") == 1)
    }

    @Test(arguments: TestEngine.available)
    func aDecisionIsKeptAndRespectedAndSaysWhatHasChangedSince(_ engine: TestEngine) async throws {
        let house = try await ComparisonHouse(engine)
        try await house.bring(Self.deposit, Self.rocket)
        try await house.verbs.decide(
            [house.subject("P1", "fund/deposit-proof")], .keep, because: "old people come for it",
            by: "s-0002")

        let kept = try #require(try await house.finding("P1"))
        #expect(kept.isDecided)
        #expect(!kept.hasChanged)
        #expect(kept.confidence == 1)
        #expect(kept.pairs.first?.match.basis == .decision)
        #expect(
            kept.proposal
                == Proposal(.keep, .decided, ["by": "s-0002", "because": "old people come for it"]))
        #expect(kept.pairs.first?.decision?.at == house.clock.now)
        #expect(try await house.acts("catalogue.match-decided") == 1)

        try await house.bring(
            "住房公积金缴存证明（样式二）,P1,厦门市住房公积金中心,,居民身份证；申请表,缴存证明,自然人,900")
        let changed = try #require(try await house.finding("P1"))
        #expect(changed.changedFacets == [.name, .inputs])
        #expect(changed.isDecided, "and the decision stands until somebody makes another")
    }

    @Test(arguments: TestEngine.available)
    func aPersonPartsAndJoinsWhatTheTextDoesNot(_ engine: TestEngine) async throws {
        let house = try await ComparisonHouse(engine)
        try await house.bring(Self.deposit, Self.rocket)

        try await house.verbs.decide(
            [house.subject("P1", "fund/deposit-proof")], .fill, because: "another paper", by: "s-0002")
        #expect(try await house.finding("P1")?.relation == .onlyThere)
        #expect(try await house.finding("fund/deposit-proof")?.relation == .onlyHere)

        try await house.verbs.decide(
            [house.subject("P2", "fund/deposit-proof")], .merge, because: "a joke", by: "s-0002")
        #expect(try await house.finding("P2")?.here.map(\.id.rawValue) == ["fund/deposit-proof"])

        try await house.verbs.decide([house.subject("P2", nil)], .route, because: "no joke", by: "s-0003")
        let parted = try #require(try await house.finding("P2"))
        #expect(parted.relation == .onlyThere)
        #expect(parted.proposal.verdict == .route)
        #expect(parted.decision?.by == "s-0003")
    }

    @Test(arguments: TestEngine.available)
    func aDecisionOutlivesAnItemThatIsGoneForAWhile(_ engine: TestEngine) async throws {
        let house = try await ComparisonHouse(engine)
        try await house.bring(Self.deposit, Self.rocket)
        try await house.verbs.decide([house.subject("P2", nil)], .route, because: "not ours", by: "s-0002")

        try await house.bring(Self.deposit)
        #expect(try await house.finding("P2") == nil)
        try await house.bring(Self.deposit, Self.rocket)
        #expect(try await house.finding("P2")?.proposal.verdict == .route)
    }

    @Test(arguments: TestEngine.available)
    func whatIsNoDecisionIsRefused(_ engine: TestEngine) async throws {
        let house = try await ComparisonHouse(engine)
        try await house.bring(Self.deposit)
        func refused(_ there: String?, _ here: String?, _ verdict: Verdict, _ why: String) async
            -> ComparisonRefused?
        {
            do {
                try await house.verbs.decide([house.subject(there, here)], verdict, because: why, by: "s-1")
                return nil
            } catch {
                return error as? ComparisonRefused
            }
        }

        #expect(await refused("P9", nil, .route, "why") == .unknownThere)
        #expect(await refused("P1", "fund/no-such", .merge, "why") == .unknownHere)
        #expect(await refused("P1", nil, .merge, "why") == .malformed)
        #expect(await refused(nil, nil, .keep, "why") == .malformed)
        #expect(await refused("P1", nil, .route, " ") == .noReason)
        #expect(await refused("P1", nil, .route, String(repeating: "长", count: 301)) == .noReason)
        #expect(try await house.acts("catalogue.match-decided") == 0)
    }

    @Test(arguments: TestEngine.available)
    func useOnEachChannelDecidesWhatIsProposed(_ engine: TestEngine) async throws {
        let house = try await ComparisonHouse(engine)
        try await house.bring(
            "个人住房公积金缴存证明打印,P1,厦门市住房公积金中心,,居民身份证,缴存证明,自然人,60000",
            "城镇退役军人体育场许可,P2,厦门市体育局,,,,法人,90000", "冷门事项告知,P3,厦门市体育局,,,,自然人,3")
        #expect(try await house.finding("P1")?.proposal.verdict == .merge, "no cases tell nothing")
        #expect(try await house.finding("P2")?.proposal.reason == .organisations)
        #expect(try await house.finding("P3")?.proposal == Proposal(.route, .fewAsk, ["count": "3"]))

        house.used("police/points-query", 500)
        house.used("fund/deposit-proof", 3)
        #expect(
            try await house.finding("P1")?.proposal
                == Proposal(.route, .doneThere, ["here": "3", "there": "60000"]))
        house.used("fund/deposit-proof", 30_000)
        #expect(try await house.finding("P1")?.proposal.verdict == .keep)
    }

    /// Of a portal that does not say how many ask, no number is made up.
    @Test(arguments: TestEngine.available)
    func whatThePortalDoesNotSayIsNoCountOfNought(_ engine: TestEngine) async throws {
        let house = try await ComparisonHouse(engine)
        try await house.bring(
            "个人住房公积金缴存证明打印,P1,厦门市住房公积金中心,,居民身份证,缴存证明,自然人,60",
            "冷门事项告知,P3,厦门市体育局,,,,自然人,")
        #expect(try await house.finding("P3")?.proposal == Proposal(.route, .notSaid))
        #expect(try await house.finding("P3")?.usesThere == nil)

        // Two items are one service here; of one of them the portal says nothing, so their sum is not known.
        try await house.verbs.decide(
            [house.subject("P1", "fund/deposit-proof"), house.subject("P3", "fund/deposit-proof")], .merge,
            because: "one", by: "s-0002")
        house.used("fund/deposit-proof", 500)
        let both = try #require(try await house.finding("P1"))
        #expect(both.there.map(\.code) == ["P1", "P3"])
        #expect(both.usesThere == nil && both.usesHere == 500)
    }
}
