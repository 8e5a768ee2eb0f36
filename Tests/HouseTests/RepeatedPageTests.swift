import Base
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Sandbox
import Storage
import Support
import Testing
import Vault

@testable import Identity
@testable import Web
@testable import egret

/// A page that a form led to is shown again as long as its session goes on, wherever that was: a browser that is left behind
/// keeps the form, and sends it once more at a press.
@Suite struct RepeatedPageTests {
    private static let words = "words of hers"

    @Test(
        "ASVS 7.4.1: nothing that a session was shown is shown again after its end",
        arguments: TestEngine.available, [Surface.public, .terminal])
    func aPageGoesWithItsSession(_ engine: TestEngine, _ surface: Surface) async throws {
        let box = try await HouseBox(engine)
        let house = try await box.house()
        let token = Token(.live).rawValue
        try await Self.begin(token, on: surface, house)
        let listener = surface == .public ? house.publicListener() : house.terminalListener()
        let router = listener.router()
        router.post("page") { [idempotency = house.idempotency] request, context in
            var context = context
            // As a terminal's signature says.
            if surface == .terminal { context.terminalID = "t-1" }
            let form = try await form(of: request, context)
            return try await idempotency(request, context, form) { _ in HTML.typed(Self.words) }
        }

        try await listener.application(router).test(.router) { client in
            let key = Token(.live).rawValue
            func send() async throws -> TestResponse {
                var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
                if surface == .terminal {
                    headers[.egretSession] = token
                } else {
                    headers[.cookie] = "\(SessionCarrier.cookieName(surface))=\(token)"
                }
                return try await client.execute(
                    uri: "/page", method: .post, headers: headers,
                    body: ByteBuffer(string: "idempotency_key=\(key)"))
            }
            for _ in 1...2 {
                let shown = try await send()
                #expect(shown.status == .ok && String(buffer: shown.body).contains(Self.words))
            }

            try await Self.end(token, on: surface, house)

            let late = try await send()
            #expect(late.status == .seeOther && late.body.readableBytes == 0)
        }
        await house.close()
        await box.remove()
    }

    private static func begin(_ token: String, on surface: Surface, _ house: House) async throws {
        guard surface == .terminal else {
            let person = try #require(try SampleCity.xiamen().citizen(id: "chen-jing"))
            let citizen = try await AccountRightsTests.insert(person, house)
            let now = house.world.now()
            let session = AccountSession(
                id: Token(.live), citizen: citizen, state: .open, factors: [.password, .totp],
                level: .substantial, language: .english, startedAt: now, lastSeenAt: now,
                authenticatedAt: now, tokenHash: AccountParts.hash(token))
            return try await house.engine.write { db in try AccountSessionStore.insert(session, in: db) }
        }
        let now = house.world.now()
        let visit = Session(
            id: Token(.live), terminalID: "t-1", language: .english, service: "police/x", way: nil,
            citizen: nil, factors: [], startedAt: now, lastSeenAt: now,
            tokenHash: Digest.sha256(Array(token.utf8)))
        try await house.engine.write { db in try SessionStore.insert(visit, in: db) }
    }

    private static func end(_ token: String, on surface: Surface, _ house: House) async throws {
        let now = house.world.now()
        try await house.engine.write { db in
            if surface == .terminal {
                let visit = try #require(
                    try SessionStore.open(tokenHash: Digest.sha256(Array(token.utf8)), in: db))
                #expect(try SessionStore.end(visit.id, because: .idle, at: now, in: db))
            } else {
                let session = try #require(
                    try AccountSessionStore.open(tokenHash: AccountParts.hash(token), in: db))
                #expect(try AccountSessionStore.end(session.id, because: .everywhere, at: now, in: db))
            }
        }
    }
}
