import Base
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Sandbox
import Storage
import Support
import Testing
import Web

@testable import Identity
@testable import egret

/// Who comes through at the public site: every kind of sign-in at every route, asked one by one.
@Suite struct AccountRightsTests {
    /// Somebody at the door, by how she signed in; nil: nobody.
    struct Visitor: Sendable {
        let name: String
        let factors: Set<Factor>?
        var state = AccountSession.State.open
        var provedAgo = Duration.zero

        /// What the factors are worth; the portal's word has none and is taken as substantial at most.
        var level: Assurance { Assurance(factors ?? []) ?? .substantial }
    }

    private static let visitors = [
        Visitor(name: "nobody", factors: nil),
        Visitor(name: "before the second factor", factors: [.password], state: .first),
        Visitor(name: "set-up code", factors: [.activation]),
        Visitor(name: "password, message", factors: [.password, .code]),
        // As `beginVouched` makes them: never fresh.
        Visitor(name: "the portal's word", factors: [], provedAgo: .seconds(3_600)),
        Visitor(name: "two factors, an hour ago", factors: [.password, .totp], provedAgo: .seconds(3_600)),
        Visitor(name: "two factors, just now", factors: [.password, .totp]),
    ]

    @Test(
        "ASVS 8.2.1: every kind of sign-in meets every route of the public site as the contract says",
        arguments: TestEngine.available)
    func everySignInMeetsEveryRoute(engine: TestEngine) async throws {
        let box = try await HouseBox(engine)
        let house = try await box.house()
        let person = try #require(box.city.citizen(id: "chen-jing"))
        let citizen = try await Self.insert(person, house)
        let listener = house.publicListener()
        let router = try house.publicRouter(listener)
        let routes = Set(
            router.routes.filter { $0.method != .head }.map { "\($0.method.rawValue) \($0.path)" }
        )
        .sorted()
        let rows = Rows()
        try await listener.application(router).test(.router) { client in
            for route in routes {
                var cells: [String] = []
                for visitor in Self.visitors {
                    let token = try await Self.token(visitor, of: citizen, house)
                    cells.append(try await Self.verdict(client, route, token, visitor))
                }
                await rows.add("| `\(route)` | \(cells.joined(separator: " | ")) |")
            }
        }
        await house.close()
        await box.remove()
        let text = """
            # Who may use which route of the public site

            Seen, not declared: each cell is one request with next to nothing in its form. "open": answered to whoever comes; "yes": the route
            was reached; "door": led to the sign-in or told to sign in; "again": a sign-in to be begun anew; "proof": wants a
            proof of the last ten minutes; "no": wants other factors. What belongs to another is in `OtherAccountTests`.

            | Route | \(Self.visitors.map(\.name).joined(separator: " | ")) |
            |---|\(String(repeating: "---|", count: Self.visitors.count))
            \(await rows.lines.joined(separator: "\n"))

            """

        try expectContract(text, named: "account-rights.md")
        #expect(routes.count > 60)
    }

    private actor Rows {
        private(set) var lines: [String] = []
        func add(_ line: String) { lines.append(line) }
    }

    static func insert(_ person: SampleCitizen, _ house: House) async throws -> Token {
        let id = Token(.live)
        let now = house.world.now()
        try await house.engine.write { [vault = house.vault] db in
            try CitizenStore.insert(
                Identity.Citizen(id: id, number: person.number, name: person.name, phone: person.phone),
                vault: vault, at: now, in: db)
        }
        return id
    }

    /// A session of its own for every cell: some routes end it.
    static func token(_ visitor: Visitor, of citizen: Token, _ house: House) async throws -> String? {
        guard let factors = visitor.factors else { return nil }
        let token = Token(.live)
        let now = house.world.now()
        let session = AccountSession(
            id: Token(.live), citizen: citizen, state: visitor.state, factors: factors, level: visitor.level,
            language: .english, startedAt: now - visitor.provedAgo, lastSeenAt: now,
            authenticatedAt: now - visitor.provedAgo, tokenHash: AccountParts.hash(token.rawValue))
        try await house.engine.write { db in try AccountSessionStore.insert(session, in: db) }
        return token.rawValue
    }

    static func ask(
        _ client: any TestClientProtocol, _ route: String, _ token: String?,
        _ fields: [String: String] = [:]
    ) async throws -> TestResponse {
        let parts = route.split(separator: " ").map(String.init)
        let method: HTTPRequest.Method = parts[0] == "GET" ? .get : .post
        var headers: HTTPFields = [.accept: "application/json"]
        var cookies = ["egret_display=en"]
        if let token { cookies.append("__Host-egret-public=\(token)") }
        headers[.cookie] = cookies.joined(separator: "; ")
        guard method == .post else {
            return try await client.execute(uri: parts[1], method: method, headers: headers)
        }
        headers[.contentType] = "application/x-www-form-urlencoded"
        let form = fields.merging(["idempotency_key": Token(.live).rawValue]) { given, _ in given }
        let body = form.map { "\($0.key)=\($0.value)" }.joined(separator: "&")
        return try await client.execute(
            uri: parts[1], method: method, headers: headers, body: ByteBuffer(string: body))
    }

    private static func verdict(
        _ client: any TestClientProtocol, _ route: String, _ token: String?, _ visitor: Visitor
    ) async throws -> String {
        // Numbers as they are written, of which none is anybody's.
        let number = route.contains("/requests/") ? "R202611270001" : String(repeating: "1", count: 43)
        let path = route.replacing("{number}", with: number).replacing(
            #/\{(mandate|way|file)\}/#, with: Token(.live).rawValue
        )
        .replacing(#/\{\w+\}/#, with: "none")
        .replacing("/**", with: "/x")
        let answer = try await ask(client, path, token, ["right": "copy", "answer": "agreed"])
        let text = String(buffer: answer.body)
        let place = answer.headers[.location] ?? ""
        if text.contains("account-signed-out") || text.contains("site-not-signed-in") { return "door" }
        if text.contains("account-start-again") { return "again" }
        if text.contains("account-proof-stale") || place.hasPrefix("/account/proof") { return "proof" }
        if text.contains("account-level-too-low") { return "no" }
        if place.hasPrefix("/account/sign-in") && !path.contains("/sign-out") { return "door" }
        return visitor.factors == nil ? "open" : "yes"
    }
}
