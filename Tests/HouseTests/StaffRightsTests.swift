import Base
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Passkeys
import Storage
import Support
import Testing
import Web

@testable import Staff
@testable import egret

/// Who comes through at the desk: every role at every route, asked one by one.
@Suite struct StaffRightsTests {
    /// Somebody at the door: nobody, somebody without a role, or somebody with one.
    private enum Visitor: Sendable {
        case nobody
        case roles(Set<StaffRole>)

        var name: String {
            switch self {
            case .nobody: "nobody"
            case .roles(let roles): roles.first?.rawValue ?? "no role"
            }
        }
    }

    private static let visitors: [Visitor] =
        [.nobody, .roles([])] + StaffRole.allCases.map { .roles([$0]) }

    @Test(
        "ASVS 8.2.1: every role meets every route of the desk as the contract says",
        arguments: TestEngine.available)
    func everyRoleMeetsEveryRoute(engine: TestEngine) async throws {
        let box = try await HouseBox(engine)
        let house = try await box.house()
        let listener = house.staffListener()
        let router = house.staffRouter(listener)
        let routes = Set(
            router.routes.filter { $0.method != .head }.map { "\($0.method.rawValue) \($0.path)" }
        )
        .sorted()
        let rows = Rows()
        try await listener.application(router).test(.router) { client in
            for route in routes {
                var cells: [String] = []
                for (index, visitor) in Self.visitors.enumerated() {
                    let token = try await Self.token(visitor, index, house)
                    cells.append(try await Self.verdict(client, route, token))
                }
                await rows.add("| `\(route)` | \(cells.joined(separator: " | ")) |")
            }
        }
        await house.close()
        await box.remove()
        let text = """
            # Who may use which route of the desk

            Seen, not declared: each cell is one request. "yes": the route was reached; "no": refused (403); "door": led to the
            sign-in page or told to sign in (401). "open" routes answer whoever reaches the listener.

            | Route | \(Self.visitors.map(\.name).joined(separator: " | ")) |
            |---|\(String(repeating: "---|", count: Self.visitors.count))
            \(await rows.lines.joined(separator: "\n"))

            """

        try expectContract(text, named: "staff-rights.md")
        #expect(routes.count > 20)
    }

    @Test func everyRouteBehindTheGateIsDeclaredAndNoOther() async throws {
        let box = try await HouseBox(.sqlite)
        let house = try await box.house()
        let listener = house.staffListener()
        let before = Set(listener.router().routes.map { "\($0.method.rawValue) \($0.path)" })
        let all = Set(house.staffRouter(listener).routes.map { "\($0.method.rawValue) \($0.path)" })
        await house.close()
        await box.remove()

        let behind = all.subtracting(before).filter { !$0.hasPrefix("HEAD ") }
        #expect(behind.symmetricDifference(House.staffAccess.keys).sorted() == [])
    }

    private actor Rows {
        private(set) var lines: [String] = []
        func add(_ line: String) { lines.append(line) }
    }

    /// A session of its own for every cell: some routes end it.
    private static func token(_ visitor: Visitor, _ index: Int, _ house: House) async throws -> String? {
        guard case .roles(let roles) = visitor else { return nil }
        let token = Token(.live)
        let now = house.world.now()
        let id = "s-90\(index)"
        let (vault, session) = (house.vault, Token(.live))
        guard let name = PersonName("陈样本") else { return nil }
        try await house.engine.write { db in
            if try StaffAccountStore.find(id, vault: vault, in: db) == nil {
                try StaffAccountStore.insert(
                    StaffAccount(
                        id: id, name: name, department: nil, region: nil, roles: roles, state: .active,
                        createdAt: now), vault: vault, in: db)
            }
            try StaffSessionStore.insert(
                StaffSession(
                    id: session, account: id, passkey: Token(.live), startedAt: now, lastSeenAt: now),
                tokenHash: SignInStaff.hash(token.rawValue), in: db)
        }
        return token.rawValue
    }

    private static func verdict(
        _ client: any TestClientProtocol, _ route: String, _ token: String?
    ) async throws -> String {
        let parts = route.split(separator: " ").map(String.init)
        let path = parts[1].replacing("{id}", with: "s-9999").replacing("/**", with: "/x")
        let method: HTTPRequest.Method = parts[0] == "GET" ? .get : .post
        var headers: HTTPFields = [.accept: "application/json"]
        if method == .post { headers[.contentType] = "application/x-www-form-urlencoded" }
        if let token { headers[.cookie] = "__Host-egret-staff=\(token)" }
        let answer = try await client.execute(uri: path, method: method, headers: headers)
        let text = String(buffer: answer.body)
        if text.contains("staff-right-missing") { return "no" }
        if text.contains("staff-session-over") { return "door" }
        if answer.status == .seeOther, answer.headers[.location] == "/sign-in", path != "/logout" {
            return "door"
        }
        return token == nil ? "open" : "yes"
    }
}
