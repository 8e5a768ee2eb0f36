import Base
import Support
import Testing

@testable import Staff

@Suite struct ConductTests {
    private let figures = ConductFigures()
    private let world = World.frozen()

    private func look(
        _ sequence: Int, after: Duration = .zero, ground: Look.Ground = .openCase
    ) -> Look {
        Look(
            id: Token(world), account: "s-0001", caseNumber: LookHouse.number(sequence),
            citizen: Token(world),
            purpose: .handling, ground: ground, at: TestClock.start + after)
    }

    private func broken(
        _ look: Look, before: [Look] = [], ties: ConductTies? = ConductTies()
    ) throws -> [ConductRule] {
        ConductRule.broken(by: look, before: before, ties: ties, figures)
    }

    private static let frequent = Array("陈林黄张吴李郑王刘苏蔡杨许叶洪谢周郭曾徐")
    private static let lessFrequent = Array("何江邱赖罗朱卢高施余庄潘颜沈邓胡魏廖范柯赵方孙钟詹傅温翁戴连程董欧游")

    @Test func ordinaryWorkIsNobodysBusiness() throws {
        #expect(try broken(look(1)) == [])
    }

    @Test(arguments: [("欧", true), ("陈", false), (nil, false)] as [(Character?, Bool)])
    func aRareSurnameInCommonIsAskedAbout(_ surname: Character?, _ isAsked: Bool) throws {
        #expect(try broken(look(1), ties: ConductTies(surname: surname)) == (isAsked ? [.sameSurname] : []))
    }

    @Test(arguments: [
        (ConductTies(livesTogether: true), ConductRule.sameAddress),
        (ConductTies(watched: .publicFigure), .publicFigure), (ConductTies(watched: .canary), .canary),
    ])
    func aTieIsAskedAboutAlsoWhenTheLookIsRefused(_ ties: ConductTies, _ rule: ConductRule) throws {
        #expect(try broken(look(1), ties: ties) == [rule])
        #expect(try broken(look(1, ground: .refused), ties: ties) == [rule])
        #expect(try broken(look(1, ground: .refused), ties: nil) == [])
    }

    @Test func aSixthRefusalWithinAnHourIsAskedAboutOnce() throws {
        let before = (1...5).map { look($0 * 10, ground: .refused) }

        #expect(try broken(look(100, ground: .refused), before: before, ties: nil) == [.refusals])
        #expect(try broken(look(100), before: before) == [], "a look that is granted is none")
        #expect(try broken(look(100, ground: .refused), before: Array(before.dropLast()), ties: nil) == [])
        #expect(
            try broken(look(100, ground: .refused), before: before + [look(200, ground: .refused)], ties: nil)
                == [])
        #expect(
            try broken(look(100, after: .seconds(3_601), ground: .refused), before: before, ties: nil) == [])
    }

    private func search(after: Duration = .zero) -> Look {
        Look(
            id: Token(world), account: "s-0001", caseNumber: "-", citizen: nil, purpose: .question,
            ground: .openCase, at: TestClock.start + after, isSearch: true)
    }

    @Test func moreSearchesThanPeopleAskAreAskedAboutOnce() throws {
        let before = (1...20).map { _ in search() }

        #expect(try broken(search(), before: before, ties: nil) == [.searches])
        #expect(try broken(search(), before: before + [search()], ties: nil) == [])
        #expect(try broken(search(), before: Array(before.dropLast()), ties: nil) == [])
        #expect(try broken(search(after: .seconds(3_601)), before: before, ties: nil) == [])
        #expect(try broken(look(1), before: before) == [], "a look is no search, and a search no case")
    }

    @Test(arguments: TestEngine.available)
    func aSearchIsWrittenDownWithoutWhatWasLookedFor(_ engine: TestEngine) async throws {
        let house = try await LookHouse(engine)
        let clerk = try await house.clerk()

        try await house.desk.verbs.noteSearch("name", found: 2, by: clerk, requestID: "r")

        let leaf = try #require(try await house.leaves().first { $0.contains("\"work.searched\"") })
        #expect(
            leaf.contains("\"name 2\"")
                && leaf.contains(clerk.account.id))
        let officer = try await house.desk.presence(house.officer)
        await #expect(throws: StaffRefused.rightMissing) {
            try await house.desk.verbs.noteSearch("name", found: 0, by: officer, requestID: "r")
        }
    }

    @Test func refusedLooksMakeARowToo() throws {
        let before = [4, 3, 2, 1].map { look($0, ground: .refused) }

        #expect(try broken(look(5, ground: .refused), before: before, ties: nil) == [.run])
    }

    @Test(arguments: [
        ("福建省厦门市样板南路１２号", "福建省 厦门市，样板南路12号", true), ("样板南路12号", "样板南路21号", false),
        ("A座", "a座", true),
    ])
    func oneAddressIsTheSameHoweverItIsWritten(_ one: String, _ other: String, _ isSame: Bool) async throws {
        let vault = try await StaffHouse(.sqlite).parts.vault

        #expect((StaffAddress.term(one, vault) == StaffAddress.term(other, vault)) == isSame)
        #expect(StaffAddress.term("，。 ", vault) == nil)
    }

    @Test func everyFigureIsObeyed() throws {
        var figures = ConductFigures()
        figures.hours = 9..<10
        figures.runLength = 3
        figures.runWithin = .seconds(60)
        figures.perHourMax = 2
        figures.refusedPerHourMax = 1
        figures.commonSurnames = []
        let asked = { (look: Look, before: [Look], ties: ConductTies?) in
            ConductRule.broken(by: look, before: before, ties: ties, figures)
        }

        #expect(asked(look(1, after: .seconds(3_600)), [], nil) == [.afterHours])
        #expect(asked(look(3), [look(2), look(1)], nil) == [.run, .many])
        #expect(asked(look(3, after: .seconds(61)), [look(2), look(1)], nil) == [.many])
        #expect(asked(look(9, ground: .refused), [look(5, ground: .refused)], nil) == [.refusals])
        #expect(asked(look(1), [], ConductTies(surname: "陈")) == [.sameSurname])
    }

    @Test func aLookWithoutACaseIsAlwaysAskedAbout() throws {
        #expect(try broken(look(1, ground: .brokenGlass)) == [.outsideCase])
    }

    /// The start of the clock is nine in the morning.
    @Test(arguments: [(-121, true), (-120, false), (0, false), (719, false), (720, true), (900, true)])
    func nightsAreAskedAbout(_ minutes: Int, _ isAsked: Bool) throws {
        #expect(try broken(look(1, after: .seconds(minutes * 60))) == (isAsked ? [.afterHours] : []))
    }

    @Test(arguments: [[4, 3, 2, 1], [6, 7, 8, 9], [9, 6, 8, 7]])
    func fiveNumbersInARowAreAskedAboutOnce(_ earlier: [Int]) throws {
        let before = earlier.map { look($0) }

        #expect(try broken(look(5), before: before) == [.run])
        #expect(try broken(look(5), before: before + [look(5)]) == [], "again is no longer row")
        #expect(try broken(look(5, after: .seconds(601)), before: before) == [], "slow work is no row")
        #expect(try broken(look(20), before: before) == [])
    }

    @Test func moreThanFortyCasesAnHourAreAskedAboutOnce() throws {
        let before = (1...40).map { look($0 * 10) }

        #expect(try broken(look(1_000), before: Array(before.dropLast())) == [])
        #expect(try broken(look(1_000), before: before) == [.many])
        #expect(try broken(look(1_000), before: before + [look(2_000)]) == [])
        #expect(try broken(look(10), before: before) == [], "the same case again is no other case")
        #expect(try broken(look(1_000, after: .seconds(3_601)), before: before) == [])
    }

    /// Twelve clerks, 21 days, 60 honest looks a day each, in the order in which a queue brings them.
    ///
    /// Surnames fall off as we take them to in southern Fujian, without a census: twenty that seven of ten people bear, then thirty-four, and a tenth
    /// of the people with one of three hundred rare ones. Numbers of a day are spread over twelve desks, so neighbours seldom
    /// meet. One number in a hundred is mistyped and refused; the city has sixty thousand households and twenty public
    /// figures among its hundred and eighty thousand people.
    @Test func anHonestMonthRaisesFewAlerts() throws {
        let random = TestRandom(seed: 20_260_302)
        let pick = { (count: Int) in Int(random.next() % UInt64(count)) }
        let surname: () -> Character = {
            let place = pick(1_000)
            if place < 700 { return Self.frequent[min(pick(20), pick(20))] }
            if place < 900 { return Self.lessFrequent[pick(Self.lessFrequent.count)] }
            return Character(Unicode.Scalar(UInt16(0x5200 + pick(300))) ?? "欧")
        }
        let clerks = (0..<12).map { _ in surname() }
        let homes = (0..<12).map { _ in pick(60_000) }
        var (looks, alerts) = (0, [ConductRule: Int]())
        for day in 0..<21 {
            var past = [[Look]](repeating: [], count: clerks.count)
            var minutes = [Int](repeating: -60, count: clerks.count)
            for sequence in 0..<720 {
                let clerk = pick(clerks.count)
                minutes[clerk] += 3 + pick(12)
                let isMistyped = pick(100) == 0
                let one = Look(
                    id: Token(world), account: "s-\(clerk)",
                    caseNumber: isMistyped ? "-" : LookHouse.number(sequence),
                    citizen: isMistyped ? nil : Token(world), purpose: .handling,
                    ground: isMistyped ? .refused : .openCase,
                    at: TestClock.start + .seconds(day * 86_400 + minutes[clerk] * 60))
                guard minutes[clerk] < 11 * 60 else { continue }
                let hers = surname()
                let ties = ConductTies(
                    surname: hers == clerks[clerk] ? hers : nil,
                    livesTogether: pick(60_000) == homes[clerk],
                    watched: pick(180_000) < 20 ? .publicFigure : nil)
                let rules = try broken(one, before: past[clerk], ties: isMistyped ? nil : ties)
                for rule in rules { alerts[rule, default: 0] += 1 }
                past[clerk].insert(one, at: 0)
                looks += 1
            }
        }

        let all = alerts.values.reduce(0, +)
        #expect(looks > 12_000)
        // Fewer than one a week and clerk, so that each can be asked about.
        #expect(all * 5 < clerks.count * 21, "\(all) of \(looks): \(alerts)")
        #expect(alerts[.run, default: 0] == 0 && alerts[.afterHours, default: 0] == 0)
        // The figures of docs/guides/officers.md.
        let figures = ConductRule.allCases.compactMap { rule in alerts[rule].map { "\(rule.rawValue) \($0)" }
        }
        #expect(
            ([looks, all].map(String.init) + figures).joined(separator: ", ")
                == "15120, 4, same-address 1, public-figure 3")
    }
}
