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
        _ look: Look, before: [Look] = [], clerk: String = "陈样本", holder: String = "欧阳小样"
    ) throws -> [ConductRule] {
        ConductRule.broken(
            by: look, before: before, clerk: try StaffHouse.name(clerk), holder: try StaffHouse.name(holder),
            figures)
    }

    @Test func ordinaryWorkIsNobodysBusiness() throws {
        #expect(try broken(look(1)) == [])
    }

    @Test(arguments: [("欧样本", "欧阳小样", true), ("陈样本", "陈小样", false), ("欧样本", "陈小样", false)])
    func aRareSurnameInCommonIsAskedAbout(_ clerk: String, _ holder: String, _ isAsked: Bool) throws {
        #expect(try broken(look(1), clerk: clerk, holder: holder) == (isAsked ? [.sameSurname] : []))
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
    /// Surnames as frequent as in the sample city; numbers of a day spread over twelve desks, so neighbours seldom meet.
    @Test func anHonestMonthRaisesFewAlerts() throws {
        let random = TestRandom(seed: 20_260_302)
        let surnames = Array("陈陈陈陈林林林黄黄张吴李郑王刘苏蔡杨许叶洪谢周郭曾徐高何邱余卢江欧施潘")
        let pick = { (count: Int) in Int(random.next() % UInt64(count)) }
        let name = { "\(surnames[pick(surnames.count)])样本" }
        let clerks = (0..<12).map { _ in name() }
        var (looks, alerts) = (0, [ConductRule: Int]())
        for day in 0..<21 {
            var past = [[Look]](repeating: [], count: clerks.count)
            var minutes = [Int](repeating: -60, count: clerks.count)
            for sequence in 0..<720 {
                let clerk = pick(clerks.count)
                minutes[clerk] += 3 + pick(12)
                let one = Look(
                    id: Token(world), account: "s-\(clerk)", caseNumber: LookHouse.number(sequence),
                    citizen: Token(world), purpose: .handling, ground: .openCase,
                    at: TestClock.start + .seconds(day * 86_400 + minutes[clerk] * 60))
                guard minutes[clerk] < 11 * 60 else { continue }
                let rules = try broken(one, before: past[clerk], clerk: clerks[clerk], holder: name())
                for rule in rules { alerts[rule, default: 0] += 1 }
                past[clerk].insert(one, at: 0)
                looks += 1
            }
        }

        let all = alerts.values.reduce(0, +)
        #expect(looks > 12_000)
        // Fewer than one look in a hundred and six a day over all clerks, so that each can be asked about.
        #expect(all * 100 < looks && all < 6 * 21, "\(all) of \(looks): \(alerts)")
        #expect(alerts[.run, default: 0] == 0 && alerts[.afterHours, default: 0] == 0)
    }
}
