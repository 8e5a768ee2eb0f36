import NIOCore
import Base
import Foundation
import Hummingbird
import HummingbirdTesting
import HTTPTypes
import Storage
import Support
import Synchronization
import Testing
import Vault

@testable import Web

@Suite struct IdempotencyTests {
    private final class Acts: Sendable {
        private let number = Mutex(0)
        /// Whether somebody helps at the screen.
        let isHelped = Mutex(false)
        /// Whether the session under which the form is sent goes on.
        let goesOn = Mutex(true)

        var count: Int { number.withLock { $0 } }

        func act() -> Int {
            number.withLock {
                $0 += 1
                return $0
            }
        }
    }

    private struct Bench {
        let acts = Acts()
        let clock = TestClock()
        let idempotency: Idempotency
        let engine: any SQLEngine

        init(_ engine: TestEngine) async throws {
            let world = World.frozen(clock)
            self.engine = try await engine.make(WebMigrations.all)
            let ring = try KeyRing.create(suite: .international, world: world)
            idempotency = Idempotency(
                engine: self.engine, vault: Vault(ring: ring, world: world), world: world,
                goesOn: { [acts] _ in acts.goesOn.withLock { $0 } })
        }

        func application(
            answering status: HTTPResponse.Status = .seeOther, after pause: Duration = .zero
        ) throws -> some ApplicationProtocol {
            let listener = try TestHouse().listener()
            let router = listener.router()
            router.post("act") { [idempotency, acts] request, context in
                let form = try await form(of: request, context)
                return try await idempotency(request, context, form) { _ in
                    let number = acts.act()
                    try await Task.sleep(for: pause)
                    if form["refuse"] != nil { throw Problem.forbidden }
                    var response = Response(
                        status: status, headers: [.location: "/cases/\(number)"],
                        body: .init(byteBuffer: .init(string: "case \(number)")))
                    if let token = form["rotate"] { SessionCarrier.give(token, to: &response, context) }
                    return response
                }
            }
            // A page with words of the person's, before whoever stands there.
            router.post("page") { [idempotency, acts] request, context in
                let form = try await form(of: request, context)
                let isHelped = acts.isHelped.withLock { $0 }
                return try await Masking.$isOn.withValue(isHelped) {
                    try await idempotency(request, context, form) { _ in HTML.typed("words \(acts.act())") }
                }
            }
            return listener.application(router)
        }
    }

    private static let key = Token(.frozen(seed: 5)).rawValue

    private func post(
        _ client: any TestClientProtocol, _ body: String, cookie: String = "none"
    ) async throws -> TestResponse {
        try await client.execute(
            uri: "/act", method: .post,
            headers: [.contentType: "application/x-www-form-urlencoded", .cookie: cookie],
            body: .init(string: body))
    }

    @Test(arguments: TestEngine.available)
    func pressingTwiceActsOnceAndAnswersAlike(engine: TestEngine) async throws {
        let bench = try await Bench(engine)

        try await bench.application().test(.router) { client in
            let first = try await post(client, "a=b&idempotency_key=\(Self.key)")
            let second = try await post(client, "a=b&idempotency_key=\(Self.key)")
            #expect(first.status == .seeOther)
            #expect(second.status == .seeOther)
            #expect(second.headers[.location] == "/cases/1")
            #expect(String(buffer: second.body) == "case 1")
        }
        #expect(bench.acts.count == 1)
        await bench.engine.close()
    }

    /// A reload sends the form once more, and somebody helps by now, or does no more.
    @Test(arguments: TestEngine.available, [false, true])
    func aPageIsShownAgainOnlyToWhoMaySeeAsMuch(engine: TestEngine, helpedFirst: Bool) async throws {
        let bench = try await Bench(engine)

        try await bench.application().test(.router) { client in
            func send(helped: Bool) async throws -> TestResponse {
                bench.acts.isHelped.withLock { $0 = helped }
                return try await client.execute(
                    uri: "/page?from=check", method: .post,
                    headers: [.contentType: "application/x-www-form-urlencoded"],
                    body: .init(string: "idempotency_key=\(Self.key)"))
            }
            let shown = helpedFirst ? Masking.mark : "words 1"
            let first = try await send(helped: helpedFirst)
            #expect(String(buffer: first.body).contains(shown))

            let other = try await send(helped: !helpedFirst)
            #expect(other.status == .seeOther && other.headers[.location] == "/page?from=check")
            #expect(other.headers[.contentType] == nil && other.body.readableBytes == 0)

            let again = try await send(helped: helpedFirst)
            #expect(again.status == .ok && again.body == first.body)
        }
        #expect(bench.acts.count == 1)
        await bench.engine.close()
    }

    /// A browser that is left behind still has the form: going back and sending it once more shows nothing of hers.
    @Test(arguments: TestEngine.available)
    func aPageIsNotShownAgainWhenItsSessionIsOver(engine: TestEngine) async throws {
        let bench = try await Bench(engine)

        try await bench.application().test(.router) { client in
            func send(_ path: String) async throws -> TestResponse {
                try await client.execute(
                    uri: path, method: .post,
                    headers: [.contentType: "application/x-www-form-urlencoded"],
                    body: .init(string: "idempotency_key=\(Self.key)"))
            }
            let first = try await send("/page")
            #expect(first.status == .ok && String(buffer: first.body).contains("words 1"))

            bench.acts.goesOn.withLock { $0 = false }
            let late = try await send("/page")
            #expect(late.status == .seeOther && late.headers[.location] == "/page")
            #expect(late.headers[.contentType] == nil && late.body.readableBytes == 0)
        }
        #expect(bench.acts.count == 1)
        await bench.engine.close()
    }

    @Test(arguments: TestEngine.available)
    func anotherPayloadUnderTheKeyIsRefused(engine: TestEngine) async throws {
        let bench = try await Bench(engine)

        try await bench.application().test(.router) { client in
            _ = try await post(client, "a=b&idempotency_key=\(Self.key)")
            let other = try await post(client, "a=c&idempotency_key=\(Self.key)")
            #expect(other.status == .unprocessableContent)
        }
        #expect(bench.acts.count == 1)
        await bench.engine.close()
    }

    @Test(arguments: TestEngine.available)
    func manyAtOnceActOnce(engine: TestEngine) async throws {
        let bench = try await Bench(engine)

        let statuses = try await bench.application(after: .milliseconds(50)).test(.router) { client in
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        try await post(client, "a=b&idempotency_key=\(Self.key)").status.code
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }
        #expect(bench.acts.count == 1)
        #expect(Set(statuses).isSubset(of: [303, 409]) && statuses.contains(303))
        await bench.engine.close()
    }

    @Test(arguments: ["a=b", "a=b&idempotency_key=short"])
    func aMissingKeyIsRefused(body: String) async throws {
        let bench = try await Bench(.sqlite)

        try await bench.application().test(.router) { client in
            let answer = try await post(client, body)
            #expect(answer.status == .badRequest)
        }
        #expect(bench.acts.count == 0)
    }

    @Test func aRefusalMayBeCorrectedUnderTheSameKey() async throws {
        let bench = try await Bench(.sqlite)

        try await bench.application().test(.router) { client in
            let refused = try await post(client, "refuse=1&idempotency_key=\(Self.key)")
            let taken = try await post(client, "a=b&idempotency_key=\(Self.key)")
            #expect(refused.status == .forbidden)
            #expect(taken.status == .seeOther)
        }
        #expect(bench.acts.count == 2)
    }

    @Test func theKeyOfOneSessionMeansNothingInAnother() async throws {
        let bench = try await Bench(.sqlite)

        try await bench.application().test(.router) { client in
            let body = "a=b&idempotency_key=\(Self.key)"
            _ = try await post(client, body, cookie: "__Host-egret-public=one")
            let other = try await post(client, body, cookie: "__Host-egret-public=two")
            #expect(other.headers[.location] == "/cases/2")
        }
    }

    @Test func theKeptAnswerIsSealed() async throws {
        let bench = try await Bench(.sqlite)

        try await bench.application().test(.router) { client in
            _ = try await post(client, "a=b&idempotency_key=\(Self.key)")
        }
        let kept = try await bench.engine.read { db in
            try db.rows("SELECT answer_sealed FROM idempotency_keys")[0].bytes("answer_sealed")
        }
        #expect(!String(decoding: kept, as: UTF8.self).contains("cases"))
    }

    @Test(
        "ASVS 14.2.4: a new session's token is kept for nobody but who sent the request",
        arguments: TestEngine.available)
    func aKeptAnswerIsOpenedByItsSenderAlone(engine: TestEngine) async throws {
        let bench = try await Bench(engine)
        let fresh = Token(.frozen(seed: 9)).rawValue
        let body = "rotate=\(fresh)&idempotency_key=\(Self.key)"

        try await bench.application().test(.router) { client in
            for _ in 0..<2 {
                let answer = try await post(client, body, cookie: "__Host-egret-public=old")
                #expect(answer.headers[.setCookie]?.contains(fresh) == true, "who lost it is given it again")
            }
        }
        #expect(bench.acts.count == 1)
        let vault = bench.idempotency.vault
        let (scope, kept) = try await bench.engine.read { db in
            let row = try db.rows("SELECT scope_hash, answer_sealed FROM idempotency_keys")[0]
            return (try row.bytes("scope_hash"), try row.bytes("answer_sealed"))
        }
        let place = FieldPlace("idempotency_keys", "answer_sealed", row: scope.hex)
        #expect(throws: VaultError.tampered, "database and ring do not open it") {
            try vault.open(kept, at: place)
        }
        for guess in [scope, Array(Self.key.utf8), Array("old".utf8), []] {
            #expect(throws: VaultError.tampered) { try vault.open(kept, at: place, heldBy: guess) }
        }
        await bench.engine.close()
    }

    @Test(arguments: TestEngine.available)
    func anAnswerOfAnOlderReleaseIsGivenAgain(engine: TestEngine) async throws {
        let bench = try await Bench(engine)
        let body = "a=b&idempotency_key=\(Self.key)"
        try await bench.application().test(.router) { client in
            _ = try await post(client, body)
            let vault = bench.idempotency.vault
            let old = try await StoredAnswer(Response(status: .seeOther, headers: [.location: "/cases/old"]))
            let bytes = try Array(JSONEncoder().encode(old))
            try await bench.engine.write { db in
                let scope = try db.rows("SELECT scope_hash FROM idempotency_keys")[0].bytes("scope_hash")
                let place = FieldPlace("idempotency_keys", "answer_sealed", row: scope.hex)
                try db.run("UPDATE idempotency_keys SET answer_sealed = \(vault.seal(bytes, at: place))")
            }
            #expect(try await post(client, body).headers[.location] == "/cases/old")
        }
        await bench.engine.close()
    }

    @Test func keysAreForgottenAfterSevenDays() async throws {
        let bench = try await Bench(.sqlite)

        try await bench.application().test(.router) { client in
            _ = try await post(client, "a=b&idempotency_key=\(Self.key)")
        }
        bench.clock.advance(by: .seconds(7 * 86_400 - 60))
        #expect(try await bench.idempotency.prune(limit: 10) == 0)
        bench.clock.advance(by: .seconds(120))
        #expect(try await bench.idempotency.prune(limit: 10) == 1)
    }

    /// A node that died with a press in hand holds it up no longer than a living one could have worked on it.
    @Test(arguments: TestEngine.available)
    func whatAKilledNodeHadBegunActsAgainSoonAndNotWhileItMayStillLive(_ engine: TestEngine) async throws {
        let bench = try await Bench(engine)
        try await bench.application().test(.router) { client in
            let body = "a=b&idempotency_key=\(Self.key)"
            _ = try await post(client, body)
            let until = bench.clock.now + Idempotency.lease
            _ = try await bench.engine.write { db in
                try db.run(
                    "UPDATE idempotency_keys SET answer_sealed = NULL, leased_until_at_ms = \(until)")
            }

            bench.clock.advance(by: Listener.Settings().requestDeadline + .seconds(5))
            #expect(try await post(client, body).status == .conflict)
            bench.clock.advance(by: .seconds(5))
            #expect(try await post(client, body).headers[.location] == "/cases/2")
        }
        await bench.engine.close()
    }

    @Test(arguments: TestEngine.available)
    func whatAFormerProcessLeftUnfinishedIsForgottenWhereTheEngineHasOneProcess(_ engine: TestEngine)
        async throws
    {
        let bench = try await Bench(engine)
        try await bench.application().test(.router) { client in
            _ = try await post(client, "a=b&idempotency_key=\(Self.key)")
        }
        _ = try await bench.engine.write { db in
            try db.run(
                """
                INSERT INTO idempotency_keys (scope_hash, request_hash, leased_until_at_ms, created_at_ms)
                VALUES (\([UInt8](repeating: 1, count: 32)), \([UInt8](repeating: 2, count: 32)), 1, 1)
                """)
        }

        try await bench.idempotency.forgetUnfinished()

        let left = try await bench.engine.read { db in
            try db.rows("SELECT answer_sealed IS NOT NULL AS answered FROM idempotency_keys").count
        }
        #expect(left == (bench.engine.dialect == .sqlite ? 1 : 2))
    }
}
