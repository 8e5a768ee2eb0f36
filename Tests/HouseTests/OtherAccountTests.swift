import Base
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Privacy
import Sandbox
import Storage
import Support
import Testing
import Web

@testable import Identity
@testable import egret

/// What bears a number of one person's is as if it were not for another one's account, on every route that takes one.
@Suite(.serialized) struct OtherAccountTests {
    /// Parts that name nothing of anybody's.
    private static let nobodys = ["{hash}", "{department}", "{slug}", "{level}", "{leaf}", "**"]

    @Test(
        "ASVS 8.2.2: nothing of one account answers another, whatever its number",
        arguments: TestEngine.available)
    func nothingOfOneAccountAnswersAnother(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, terminal in
            let one = try #require(whole.box.city.citizen(id: "chen-jing"))
            let other = try #require(whole.box.city.citizen(id: "abdu-rahman"))
            let out = try await terminal.fetchPaper(one, by: "code")
            let number = try #require(out.path.split(separator: "/").dropFirst().first.map(String.init))
            _ = try await terminal.leave()
            try await terminal.waitUntilReady()
            _ = try await terminal.identify(one, by: "code", service: MyData.front)
            let wish = try await terminal.press(
                terminal.open("/requests/new?right=explanation"), "/requests", ["topic": "rules"])
            let request = try #require(wish.path.split(separator: "/").last.map(String.init))
            _ = try await terminal.leave()
            let house = whole.house
            let known = try await house.engine.read { [vault = house.vault] db in
                try CitizenStore.find(one.number, vault: vault, in: db)
            }
            let owner = try #require(known).id
            let stranger = try await AccountRightsTests.insert(other, house)
            let way = Token(.live).rawValue
            let (mandate, client) = (Token(.live).rawValue, "portal")
            let now = house.world.now()
            _ = try await house.engine.write { db in
                try db.run(
                    """
                    INSERT INTO portal_links (subject_term, citizen_id, linked_at_ms)
                    VALUES (\([UInt8](repeating: 2, count: 32)), \(owner), \(now))
                    """)
            }
            let before = try await Self.everything(of: owner, house)
            #expect(before.contains { $0.hasPrefix("cases ") } && !before.contains("cases 0"), "\(before)")

            // The number is right for its owner and wrong for the other one, or the rest would prove nothing.
            let listener = house.publicListener()
            let router = try house.publicRouter(listener)
            let routes = Set(
                router.routes.filter { $0.method != .head }.map { "\($0.method.rawValue) \($0.path)" }
            ).sorted()
            try await listener.application(router).test(.router) { agent in
                let visitor = AccountRightsTests.Visitor(name: "", factors: [.password, .totp])
                func ask(_ route: String, by citizen: Token, absent: Bool) async throws -> TestResponse {
                    let isRequest = route.contains("/requests/")
                    let own = isRequest ? request : number
                    let said = absent ? String(own.dropLast(4)) + "9997" : own
                    let path = route.replacing("{number}", with: said).replacing(
                        "{question}", with: "purpose"
                    )
                    .replacing("{mandate}", with: mandate).replacing("{way}", with: way)
                    .replacing("{client}", with: client).replacing(#/\{\w+\}/#, with: "none")
                    return try await AccountRightsTests.ask(
                        agent, path, try await AccountRightsTests.token(visitor, of: citizen, house),
                        ["answer": "lost", "case": said, "number": said])
                }
                let hers = try await ask("GET /account/requests/{number}", by: owner, absent: false)
                #expect(
                    hers.status == .ok, "\(request) \(hers.status) \(String(buffer: hers.body).prefix(300))")
                #expect(String(buffer: hers.body).contains(request))
                var asked = 0
                for route in routes where route.contains("{") && !route.contains("/{hash}/") {
                    let named = route.split(separator: "/").map(String.init).filter { $0.hasPrefix("{") }
                    guard !named.allSatisfy(Self.nobodys.contains) else { continue }
                    asked += 1
                    let answer = try await ask(route, by: stranger, absent: false)
                    let nothing = try await ask(route, by: stranger, absent: true)

                    #expect(answer.status.code >= 300, "\(route)")
                    #expect(answer.status == nothing.status, "\(route)")
                    #expect(
                        Self.said(answer) == Self.said(nothing, as: ("9997", request, number)),
                        "\(route) tells what is there from what is not")
                    #expect(
                        Secrets(of: [one]).found(in: Data(answer.body.readableBytesView)) == [], "\(route)")
                }
                #expect(asked >= 20, "\(asked)")
            }
            #expect(try await Self.everything(of: owner, house) == before)
        }
    }

    /// What an answer says, without the number that was asked for and that of its own refusal.
    private static func said(
        _ answer: TestResponse, as absent: (end: String, request: String, number: String)? = nil
    ) -> String {
        var text = (answer.headers[.location] ?? "") + String(buffer: answer.body)
        if let absent {
            for own in [absent.request, absent.number] {
                text = text.replacing(String(own.dropLast(4)) + absent.end, with: own)
            }
        }
        return text.replacing(#/"request_?[iI]d":"[^"]*"|"instance":"[^"]*"|Problem number: \w+/#, with: "")
    }

    /// How many rows each table has of hers, and how they stand.
    private static func everything(of citizen: Token, _ house: House) async throws -> [String] {
        try await house.engine.read { db in
            let statements: [(String, SQLStatement)] = [
                ("cases", "SELECT count(*) AS n FROM cases WHERE citizen_id = \(citizen)"),
                (
                    "delivered",
                    "SELECT count(*) AS n FROM cases WHERE citizen_id = \(citizen) AND state = 'delivered'"
                ),
                ("requests", "SELECT count(*) AS n FROM privacy_requests WHERE citizen_id = \(citizen)"),
                (
                    "open",
                    "SELECT count(*) AS n FROM privacy_requests WHERE citizen_id = \(citizen) AND state = 'open'"
                ),
                ("links", "SELECT count(*) AS n FROM portal_links WHERE citizen_id = \(citizen)"),
                (
                    "events",
                    """
                    SELECT count(*) AS n FROM case_events
                    WHERE case_number IN (SELECT number FROM cases WHERE citizen_id = \(citizen))
                    """
                ),
            ]
            return try statements.map { name, statement in
                let count = try db.rows(statement).first?.int("n") ?? 0
                return "\(name) \(count)"
            }
        }
    }
}
