import Base
import Support
import Testing

@testable import Staff

@Suite struct StaffRoleTests {
    @Test func nobodyIsTwoOfTheThreeOfficers() {
        for first in StaffRole.allCases {
            for second in StaffRole.allCases where first != second {
                let both = StaffRole.officers.isSuperset(of: [first, second])
                #expect(StaffRole.areSeparate([first, second]) == !both)
            }
        }
        #expect(StaffRole.areSeparate([]))
        #expect(!StaffRole.areSeparate(Set(StaffRole.allCases)))
    }

    @Test func everyRightIsSomebodysAndNoneIsOfTheAuditOfficerButReading() {
        for right in StaffRight.allCases {
            #expect(!right.roles.isEmpty)
            if right.roles.contains(.audit) {
                #expect(
                    [
                        .readNumbers, .readPeople, .readApprovals, .readBreakGlass, .readAlerts, .readDelays,
                        .readPeriods, .readRecoveries, .readComparison, .readVolunteers, .sayOwnNumber,
                    ].contains(right))
            }
        }
        for kind in ApprovalKind.allCases {
            #expect(!kind.deciders.isEmpty && !kind.requesters.isEmpty)
            #expect(!kind.deciders.contains(.audit) && !kind.requesters.contains(.audit))
        }
    }

    @Test(arguments: [
        ("350200", "350203", true), ("350203", "350203", true), ("350203", "350205", false),
        ("350203", "350200", false), ("350000", "350203", true), ("110000", "350203", false),
    ])
    func aRegionHoldsWhatLiesWithinIt(_ own: String, _ other: String, _ holds: Bool) throws {
        let (own, other) = (
            try #require(DivisionCode(rawValue: own)), try #require(DivisionCode(rawValue: other))
        )

        #expect(own.holds(other) == holds)
    }

    @Test func aRightEndsAtTheBoundsOfDepartmentAndRegion() throws {
        let person = StaffAccount(
            id: "s-0001", name: try StaffHouse.name("陈样本"), department: "housing",
            region: DivisionCode(rawValue: "350203"), roles: [.technician], state: .active,
            createdAt: TestClock.start)
        let there = { (department: String, region: String) in
            StaffScope(department: department, region: DivisionCode(rawValue: region))
        }

        #expect(person.may(.requestTerminals))
        #expect(person.may(.requestTerminals, in: there("housing", "350203")))
        #expect(!person.may(.requestTerminals, in: there("police", "350203")))
        #expect(!person.may(.requestTerminals, in: there("housing", "350205")))
        #expect(!person.may(.invitePeople))
    }

    /// Whatever roles her account has: not even as the second of two does somebody of another city act for this one.
    @Test func whoServesAnotherCityActsForThisOneInNothing() throws {
        func somebody(_ region: String) throws -> StaffAccount {
            StaffAccount(
                id: "s-0001", name: try StaffHouse.name("陈样本"), department: "housing",
                region: DivisionCode(rawValue: region), roles: Set(StaffRole.allCases), state: .active,
                createdAt: TestClock.start)
        }
        let (own, other) = (try somebody("350200"), try somebody("350500"))
        let queue: Set<StaffRight> = [
            .sayOwnNumber, .lookAtCases, .readWork, .workCases, .returnWork, .referWork,
        ]

        #expect(StaffRight.allCases.allSatisfy { own.may($0) && own.may($0, in: .everywhere) })
        #expect(Set(StaffRight.allCases.filter { other.may($0) }) == queue)
        #expect(StaffRight.allCases.allSatisfy { !other.may($0, in: .everywhere) })
        #expect(!other.may(.lookAtCases, in: StaffScope(region: DivisionCode(rawValue: "350203"))))
        #expect(other.may(.lookAtCases, in: StaffScope(region: DivisionCode(rawValue: "350500"))))
        #expect(own.covers(.everywhere) && !other.covers(.everywhere))
    }

    @Test func numbersGoOnAndKeepTheirForm() {
        #expect([0, 8, 99, 9_999].map(StaffAccount.id(after:)) == ["s-0001", "s-0009", "s-0100", "s-10000"])
    }
}
