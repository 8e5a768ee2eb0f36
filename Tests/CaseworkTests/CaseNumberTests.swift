import Base
import Catalogue
import Storage
import Support
import Testing

@testable import Casework

@Suite struct CaseNumberTests {
    private static let code = "11350200MBX900017M3002090001001"

    @Test(arguments: [
        ("202603020001", true), ("2026030210000", true), ("20260302000", false), ("20260302000X", false),
        ("20260302 001", false), ("20260302123456789012", false),
    ])
    func aNumberHasItsForm(_ rest: String, _ isGood: Bool) {
        #expect((CaseNumber(rawValue: Self.code + rest) != nil) == isGood)
    }

    @Test func theCodeIsOfDigitsAndCapitals() {
        #expect(CaseNumber(rawValue: Self.code.lowercased() + "202603020001") == nil)
        #expect(CaseNumber(rawValue: "") == nil)
    }

    @Test(arguments: [
        (1_772_467_199_999, "20260302"), (1_772_467_200_000, "20260303"),
    ])
    func theDayIsChinas(_ milliseconds: Int64, _ day: String) async throws {
        let house = try await CaseHouse(
            .sqlite, clock: TestClock(at: Instant(milliseconds: milliseconds)))
        let number = try await house.open(for: house.visit())
        let item = try #require(house.catalogue[CaseHouse.residence])
        #expect(number.rawValue == item.implementationCode + day + "0001")
        #expect(item.implementationCode.utf8.count == 31)
        #expect(number.spoken == day + "0001")
    }

    @Test func digitsThatTwoServicesHaveCountedAreToldApartByTheService() async throws {
        let house = try await CaseHouse(.sqlite)
        let first = try await house.open(for: house.visit())
        let second = try await house.open(
            CaseHouse.insurance, for: house.visit(at: 1, for: CaseHouse.insurance))

        #expect(first.spoken == second.spoken && first != second)
        #expect(first.service(in: house.catalogue)?.id == CaseHouse.residence)
        #expect(second.service(in: house.catalogue)?.id == CaseHouse.insurance)
    }

    @Test(arguments: TestEngine.available)
    func theTenThousandthCaseOfADayHasAFifthDigit(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let first = try await house.open(for: house.visit())
        let prefix = String(first.rawValue.dropLast(4))
        _ = try await house.engine.write { db in
            try db.run("UPDATE case_numbers SET last = 9998 WHERE prefix = \(prefix)")
        }
        #expect(try await house.open(for: house.visit(.two)).rawValue == prefix + "9999")
        let number = try await house.open(for: house.visit(.elder, at: 1))
        #expect(number.rawValue == prefix + "10000")
        #expect(try await house.file(number).number == number)
    }

    /// What was given after the backup stands on people's papers, and the database knows nothing of it.
    @Test(arguments: TestEngine.available)
    func afterARestoreTheDaysNumbersGoOnAboveAllThatWereGiven(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let known = try await house.open(for: session)
        let passOver = PassOverNumbers(house.parts)

        try await passOver(LostNumbers(restoredAt: house.clock.now))
        let next = try await house.open(for: house.stranger(1, like: session))
        // A service that has no number of today in the backup.
        let other = try await house.open(
            CaseHouse.insurance, for: house.visit(.two, at: 1, for: CaseHouse.insurance))
        let more = try await house.parts.numbers.next(
            CaseNumber.prefix(
                implementationCode: String(other.rawValue.prefix(31)),
                day: CalendarDate(inChinaAt: house.clock.now)))

        #expect(known.spoken == "202603020001")
        #expect(next.spoken == "20260302324010001" && other.spoken == next.spoken)
        #expect(more.spoken == "20260302324010002")
        #expect(CaseNumber(rawValue: next.rawValue) == next)
        #expect(try await house.file(next).number == next)
    }

    @Test(arguments: TestEngine.available)
    func aSecondRestoreOfADayGoesOnAboveTheFirstAndNoneTakesNumbersBack(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let prefix = String(try await house.open(for: session).rawValue.dropLast(4))
        let passOver = PassOverNumbers(house.parts)
        let first = LostNumbers(restoredAt: house.clock.now)
        let second = LostNumbers(restoredAt: house.clock.now + .seconds(60))

        for lost in [first, second, first] { try await passOver(lost) }

        let next = try await house.open(for: house.stranger(1, like: session))
        #expect(next.rawValue == prefix + "\(second.last + 1)")
    }

    @Test(arguments: TestEngine.available)
    func theNextDayBeginsWithOneAgain(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        try await PassOverNumbers(house.parts)(LostNumbers(restoredAt: house.clock.now))
        house.clock.advance(by: .seconds(86_400))

        #expect(try await house.open(for: house.visit()).spoken == "202603030001")
    }

    @Test(arguments: TestEngine.available)
    func fiftyAtOnceGetFiftyNumbers(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        // Each opening is of its own person, so that none is taken up again.
        let numbers = try await withThrowingTaskGroup(of: CaseNumber.self) { group in
            for index in 0..<50 {
                let other = try await house.stranger(index, like: session)
                group.addTask { try await house.open(for: other) }
            }
            return try await group.reduce(into: [CaseNumber]()) { $0.append($1) }
        }
        #expect(Set(numbers).count == 50)
        let last = numbers.map { Int($0.rawValue.suffix(4)) ?? 0 }.sorted()
        #expect(last == Array(1...50))
        #expect(try await house.count("cases") == 50)
        #expect(try await house.acts("case.opened") == 50)
    }

    @Test(arguments: TestEngine.available)
    func onePersonAtTwoTerminalsAtOnceHasOneCase(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit()
        let numbers = try await withThrowingTaskGroup(of: CaseNumber.self) { group in
            for _ in 1...6 { group.addTask { try await house.open(for: session) } }
            return try await group.reduce(into: Set<CaseNumber>()) { $0.insert($1) }
        }
        #expect(numbers.count == 1)
        #expect(try await house.count("cases") == 1)
    }
}
