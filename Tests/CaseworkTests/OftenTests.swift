import Base
import Catalogue
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Storage
import Support
import Testing
import Web

@testable import Casework

/// What a terminal's first screen offers before anybody asks: what is used most there, then what the operator features.
@Suite struct OftenTests {
    private static let looked = CaseHouse.id("police/traffic-violation-query")
    private static let endorsed = CaseHouse.id("police/residence-permit-endorsement")

    /// Cases of services at a terminal, as many as named, opened at one moment; each by somebody else, or all by `person` for
    /// somebody else.
    private static func use(
        _ uses: [(service: ServiceID, count: Int)], at terminal: String, _ house: CaseHouse,
        daysAgo: Int = 1, by person: Token? = nil, from first: Int
    ) async throws {
        let opened = house.world.now() - .seconds(daysAgo * 86_400)
        let prefix = CaseNumber.prefix(
            implementationCode: "11350200MBX900017M3002090014000", day: CalendarDate(inChinaAt: opened))
        let services = uses.flatMap { Array(repeating: $0.service, count: $0.count) }
        let world = house.world
        try await house.engine.write { db in
            for (index, service) in services.enumerated() {
                try CaseStore.insert(
                    CaseFile(
                        number: CaseNumber(prefix: prefix, sequence: Int64(first + index)), service: service,
                        serviceVersion: 1, citizen: Token(world), actor: person, terminalID: terminal,
                        language: .english,
                        state: .open, answers: [:], record: nil, openedAt: opened, submittedAt: nil,
                        issuedAt: nil),
                    in: db)
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func whatIsUsedMostHereComesFirst(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (here, there) = (house.terminals[0], house.terminals[1])
        let featured = house.catalogue.featured
        #expect(try await house.verbs.choose.often(at: here) == featured)

        try await Self.use(
            [(CaseHouse.doors, 3), (Self.looked, 5), (CaseHouse.details, 2)], at: here, house, from: 1)
        try await Self.use([(Self.endorsed, 9)], at: there, house, from: 101)

        let often = try await house.verbs.choose.often(at: here)
        #expect(Array(often.prefix(2)) == [Self.looked, CaseHouse.doors], "twice is not often")
        #expect(!often.contains(Self.endorsed), "another terminal's use is not this one's")
        #expect(Array(often.dropFirst(2)) == Array(featured.filter { $0 != Self.looked }.prefix(6)))
        #expect(often.count == ChooseServices.oftenMax && Set(often).count == often.count)

        #expect(try await house.verbs.choose.often(at: there).first == Self.endorsed)
        #expect(try await house.verbs.choose.often(at: nil) == featured)
    }

    @Test(arguments: TestEngine.available)
    func whatWasUsedLongAgoCountsNoMore(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let here = house.terminals[0]
        try await Self.use([(CaseHouse.doors, 5)], at: here, house, daysAgo: 91, from: 1)
        try await Self.use([(Self.endorsed, 3)], at: here, house, daysAgo: 90, from: 101)

        let often = try await house.verbs.choose.often(at: here)
        #expect(often.first == Self.endorsed)
        #expect(!often.contains(CaseHouse.doors))
    }

    /// The order does not jump between two of one number, and what is offered no more takes nobody's place.
    @Test(arguments: TestEngine.available)
    func oneNumberIsOrderedByName(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let here = house.terminals[0]
        let gone = CaseHouse.id("police/no-such-service")
        try await Self.use(
            [(Self.looked, 4), (gone, 20), (Self.endorsed, 4), (CaseHouse.doors, 4)], at: here, house, from: 1
        )

        let often = try await house.verbs.choose.often(at: here)
        #expect(Array(often.prefix(3)) == [CaseHouse.doors, Self.endorsed, Self.looked])
        #expect(!often.contains(gone))
    }

    /// The screen stands in a shop: it says nothing of one person, and nothing of who has just gone.
    @Test(arguments: TestEngine.available)
    func whatOnePersonDoesIsNotShown(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let here = house.terminals[0]
        let featured = house.catalogue.featured
        try await Self.use(
            [(CaseHouse.doors, 9)], at: here, house, by: Token(house.world), from: 1)
        try await Self.use([(CaseHouse.doors, 1)], at: here, house, from: 101)
        #expect(try await house.verbs.choose.often(at: here) == featured)

        try await Self.use([(CaseHouse.doors, 1)], at: here, house, daysAgo: 0, from: 1)
        #expect(try await house.verbs.choose.often(at: here) == featured, "who has come today was seen")

        house.clock.advance(by: .seconds(86_400))
        #expect(try await house.verbs.choose.often(at: here).first == CaseHouse.doors)
    }

    @Test func theFirstScreenShowsThem() async throws {
        let house = try await CaseHouse(.sqlite)
        try await Self.use([(CaseHouse.doors, 3)], at: house.terminals[0], house, from: 1)
        try await house.kiosk { kiosk in
            let page = String(buffer: try await kiosk.get("/").body)
            let places = try [CaseHouse.doors, try #require(house.catalogue.featured.first)].map {
                try #require(page.range(of: "/services/\($0.rawValue)\"")).lowerBound
            }
            #expect(places[0] < places[1])
        }
    }
}
