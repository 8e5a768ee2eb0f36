import Audit
import Base
import Catalogue
import Foundation
import Hummingbird
import HummingbirdTesting
import NIOCore
import Stations
import Storage
import Supervision
import Support
import Testing
import Vault
import Web
import Wire

@Suite struct RatingsTests {
    @Test(arguments: TestEngine.available) func oneVisitHasOneRating(_ engine: TestEngine) async throws {
        let house = try await RatingsHouse(engine)

        try await house.rate("case-1", .satisfied)

        await #expect(throws: RatingRefused.alreadyGiven) {
            try await house.rate("case-1", .veryDissatisfied)
        }
        #expect(try await house.queries.isRated("case-1"))
        #expect(try await !house.queries.isRated("case-2"))
        #expect(try await house.queries.byStation()["siming-1"]?.byLevel == [.satisfied: 1])
        #expect(try await house.leaves("case.rated").count == 1)
    }

    @Test(arguments: TestEngine.available)
    func twoPressesAtOnceMakeOneRating(_ engine: TestEngine) async throws {
        let house = try await RatingsHouse(engine)

        let taken = await withTaskGroup(of: Bool.self) { group in
            for level in RatingLevel.allCases {
                group.addTask { (try? await house.rate("case-1", level)) != nil }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }

        #expect(taken == 1)
        #expect(try await house.queries.byStation()["siming-1"]?.total == 1)
    }

    @Test(arguments: TestEngine.available)
    func theNumbersAreCountedByServiceAndStation(_ engine: TestEngine) async throws {
        let house = try await RatingsHouse(engine)
        for index in 0..<12 {
            let level: RatingLevel = index < 8 ? .fairlySatisfied : .dissatisfied
            try await house.rate("case-\(index)", level)
        }
        for index in 12..<22 {
            try await house.rate("case-\(index)", .veryDissatisfied, service: "fund/deposit-proof")
        }

        let services = try await house.queries.byService()

        #expect(services["police/temporary-identity-proof"]?.all.total == 10)
        #expect(services["police/temporary-identity-proof"]?.all.satisfiedPerMille == 800)
        #expect(services["fund/deposit-proof"]?.all.satisfiedPerMille == 0)
        #expect(try await house.queries.byStation()["siming-1"]?.total == 22)
        #expect(RatingCounts(byLevel: [:]).satisfiedPerMille == nil)
    }

    @Test func theLeafSaysNeitherWhoNorHowGood() async throws {
        let house = try await RatingsHouse(.sqlite)
        try await house.rate("case-1", .veryDissatisfied)

        let leaf = try #require(try await house.leaves("case.rated").first)

        for word in ["level", "dissatisfied", "\"subject\":\"", "decision"] {
            #expect(!leaf.contains(word), "\(leaf)")
        }
    }

    @Test(arguments: TestEngine.available)
    func whatItWasAboutIsKeptInClosedWordsBesideNobodysName(_ engine: TestEngine) async throws {
        let house = try await RatingsHouse(engine)

        try await house.verb(
            caseNumber: "case-1", service: "a/b", terminal: house.terminal, level: .dissatisfied,
            reasons: Set(RatingReason.standard.filter { ["machine", "attitude"].contains($0.id) }))

        let row = try #require(
            try await house.engine.read { db in try db.rows("SELECT * FROM ratings") }.first)
        #expect(try row.text("tags") == "attitude machine")
        #expect(row["citizen_id"] == nil && row["account_id"] == nil)
    }

    @Test(arguments: TestEngine.available)
    func whatWasNamedIsCountedOnceWithItsLevel(_ engine: TestEngine) async throws {
        let house = try await RatingsHouse(engine)
        func rate(_ number: String, _ level: RatingLevel, _ named: Set<String>) async throws {
            try await house.verb(
                caseNumber: number, service: "a/b", terminal: house.terminal, level: level,
                reasons: Set(RatingReason.standard.filter { named.contains($0.id) }))
        }
        try await rate("case-1", .dissatisfied, ["machine", "attitude"])
        try await rate("case-2", .satisfied, ["machine"])
        try await rate("case-3", .satisfied, [])
        // A second word about the same visit counts nowhere.
        await #expect(throws: RatingRefused.alreadyGiven) {
            try await rate("case-3", .satisfied, ["machine"])
        }
        for index in 4...9 { try await rate("case-\(index)", .satisfied, []) }
        #expect(try await house.queries.byService().isEmpty, "from nine nobody reads anything")
        try await rate("case-10", .satisfied, [])

        let ratings = try #require(try await house.queries.byService()["a/b"])

        #expect(ratings.all.byLevel == [.dissatisfied: 1, .satisfied: 9])
        #expect(ratings.byReason["machine"]?.byLevel == [.dissatisfied: 1, .satisfied: 1])
        #expect(ratings.byReason["attitude"]?.bad == 1)
        #expect(ratings.byReason.count == 2)
        try await rate("case-11", .veryDissatisfied, ["machine"])
        #expect(try await house.queries.byService()["a/b"] == ratings, "of the eleventh neither")
    }

    @Test(arguments: TestEngine.available)
    func allThatAreGivenAtOnceAreCounted(_ engine: TestEngine) async throws {
        let house = try await RatingsHouse(engine)

        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<20 { group.addTask { try await house.rate("case-\(index)", .satisfied) } }
            try await group.waitForAll()
        }

        let ratings = try await house.queries.byService()["police/temporary-identity-proof"]
        #expect(ratings?.all.byLevel == [.satisfied: 20])
    }

    /// Ratings that were given before they were counted.
    @Test(arguments: TestEngine.available) func whatWasGivenBeforeCounts(_ engine: TestEngine) async throws {
        let before = SupervisionMigrations.all.filter { $0.id < "0173" }
        let database = try await engine.make(before)
        try await database.write { db in
            let more = (4...11).map { ($0, 5, "") }
            for (number, level, tags) in [(1, 2, "attitude machine"), (2, 5, "machine"), (3, 5, "")] + more {
                try db.run(
                    """
                    INSERT INTO ratings (case_number, service, terminal_id, station_id, level, tags, at_ms)
                    VALUES (\("case-\(number)"), 'a/b', 't', 's', \(level), \(tags), 0)
                    """)
            }
            try db.run(
                """
                INSERT INTO ratings (case_number, service, terminal_id, station_id, level, tags, at_ms)
                VALUES ('one', 'c/d', 't', 's', 1, 'machine', 0)
                """)
        }

        _ = try await Migrator(engine: database, migrations: SupervisionMigrations.all, world: .frozen())
            .run()

        let services = try await RatingQueries(engine: database).byService()
        #expect(services["c/d"] == nil, "the only one of its service")
        let ratings = try #require(services["a/b"])
        #expect(ratings.all.byLevel == [.dissatisfied: 1, .verySatisfied: 10])
        #expect(ratings.byReason["machine"]?.byLevel == [.dissatisfied: 1, .verySatisfied: 1])
        #expect(ratings.byReason["attitude"]?.total == 1 && ratings.byReason.count == 2)
    }

    @Test func anUnknownTerminalRatesNothing() async throws {
        let house = try await RatingsHouse(.sqlite)

        await #expect(throws: RatingRefused.unknownTerminal) {
            try await house.verb(
                caseNumber: "case-1", service: "a/b", terminal: "nobody", level: .satisfied)
        }
        #expect(try await !house.queries.isRated("case-1"))
    }

    @Test(arguments: ["zh-Hans", "en", "nan-Hant"])
    func thePageShowsFiveEqualFacesAndAWayPast(_ language: String) async throws {
        let page = try await RatingsHouse.page(language)

        #expect(page.components(separatedBy: "<button class=\"face\"").count == 6)
        for level in 1...5 { #expect(page.contains("name=\"level\" value=\"\(level)\"")) }
        #expect(page.components(separatedBy: "face-").count >= 6)
        #expect(page.components(separatedBy: "name=\"reason\"").count == RatingReason.standard.count + 1)
        #expect(page.contains("href=\"/goodbye\""))
        #expect(page.contains("name=\"idempotency_key\""))
        #expect(!page.contains("checked") && !page.contains("[rating."))
    }
}

/// A station with one terminal, and the verb that rates.
private struct RatingsHouse {
    let engine: any SQLEngine
    let verb: RateCase
    let queries: RatingQueries
    let terminal: String

    init(_ kind: TestEngine) async throws {
        let world = World.frozen()
        engine = try await kind.make(
            AuditMigrations.all + AuditMigrations.later + StationsMigrations.all + SupervisionMigrations.all)
        let audit = AuditLog(world: world)
        let stations = StationsVerbs(engine: engine, audit: audit, world: world, ticketKeysPEM: [])
        let division = try #require(DivisionCode(rawValue: "350203"))
        try await stations.seed([
            Station(
                id: "siming-1", name: PlaceText(mandarin: "湖滨"), address: PlaceText(mandarin: "路"),
                division: division, latitudeMicrodegrees: 0, longitudeMicrodegrees: 0, hours: "00:00-24:00",
                owner: "x")
        ])
        let code = try await stations.createCode(station: "siming-1", by: .staff("operator-1"))
        terminal = try await stations.enrol(
            EnrolmentRequest(
                code: code.text, publicKeyPEM: try SigningKey.generate(.ed25519).publicKey.pem,
                serial: "SN-1", version: "1")
        ).terminalID
        verb = RateCase(engine: engine, audit: audit, stations: stations.queries, world: world)
        queries = RatingQueries(engine: engine)
    }

    func rate(
        _ caseNumber: String, _ level: RatingLevel, service: String = "police/temporary-identity-proof"
    ) async throws {
        try await verb(caseNumber: caseNumber, service: service, terminal: terminal, level: level)
    }

    func leaves(_ action: String) async throws -> [String] {
        try await engine.read { db in
            try db.rows("SELECT leaf_bytes FROM audit_pending")
                .map { String(decoding: try $0.bytes("leaf_bytes"), as: UTF8.self) }
                .filter { $0.contains("\"\(action)\"") }
        }
    }

    static func page(_ language: String) async throws -> String {
        let world = World.frozen()
        let frame = try Frame(
            rooms: [SupervisionResources.bundle], assetFolders: [SupervisionResources.publicFolder])
        let listener = Listener(.terminal, frame: frame, world: world)
        let router = listener.router()
        router.get("rating") { _, context in
            RatingPage(action: "/cases/1/rating", skip: "/goodbye", key: Token(world)).html(frame, context)
        }
        return try await listener.application(router).test(.router) { client in
            let answer = try await client.execute(
                uri: "/rating", method: .get, headers: [.acceptLanguage: language])
            return String(buffer: answer.body)
        }
    }
}
