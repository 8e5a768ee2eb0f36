import Base
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Stations
import Support
import Testing
import Vault
import Web
import Wire

@Suite struct TerminalAuthenticationTests {
    @Test func aSignedRequestIsLetThroughUnderItsTerminalsName() async throws {
        let door = try await Door()
        let machine = try await door.house.machine()

        let answer = try await door.ask("/who?page=2", body: "answer=hotel", of: machine)

        #expect(answer.status == .ok)
        #expect(answer.text == "\(machine.id) answer=hotel")
    }

    @Test func whateverTheSignatureCoversCannotBeChanged() async throws {
        let door = try await Door()
        let machine = try await door.house.machine()
        let headers = try machine.headers(target: "/who", body: Array("a=1".utf8), session: "session-a")

        let changes: [(String, [(String, String)], String)] = [
            ("/who", headers, "a=2"),
            ("/who?x", headers, "a=1"),
            ("/other", headers, "a=1"),
            ("/who", headers.map { $0.0 == WireHeader.session ? ($0.0, "session-b") : $0 }, "a=1"),
            ("/who", headers.map { $0.0 == WireHeader.idempotencyKey ? ($0.0, "key") : $0 }, "a=1"),
            ("/who", headers.filter { $0.0 != WireHeader.signature }, "a=1"),
            ("/who", headers.filter { $0.0 != WireHeader.signatureInput }, "a=1"),
            ("/who", [], "a=1"),
        ]
        for (target, headers, body) in changes {
            let answer = try await door.send(target, headers: headers, body: body)
            #expect(answer.status == .unauthorized, "\(target) \(body) \(headers.count)")
            #expect(answer.text.contains("terminal-signature"))
        }
    }

    @Test func anotherMachinesKeySignsNothing() async throws {
        let door = try await Door()
        let one = try await door.house.machine(serial: "SN-1")
        let other = try await door.house.machine(serial: "SN-2")
        let impostor = Machine(id: one.id, key: other.key, world: door.house.world)

        #expect(try await door.ask("/who", of: impostor).status == .unauthorized)
    }

    @Test func aRequestThatComesTwiceIsRefusedAndCounted() async throws {
        let door = try await Door()
        let machine = try await door.house.machine()
        let headers = try machine.headers(target: "/who")

        let first = try await door.send("/who", headers: headers)
        let second = try await door.send("/who", headers: headers)

        #expect(first.status == .ok)
        #expect(second.status == .unauthorized && second.text.contains("terminal-replayed"))
        #expect(try await door.house.verbs.queries.openAlarms().map(\.kind) == [.requestReplayed])
    }

    @Test func aTerminalWhoseTimeIsRefusedIsToldTheTime() async throws {
        let door = try await Door()
        let machine = try await door.house.machine()
        let headers = try machine.headers(target: "/who")
        door.house.clock.advance(by: .seconds(61))

        let answer = try await door.send("/who", headers: headers)

        let told = try #require(HTTPField.Name(WireHeader.now).flatMap { answer.headers[$0] })
        #expect(told == String(door.house.clock.now.milliseconds))
    }

    @Test(arguments: [61, 90, 300, 100_000]) func anOldRequestIsRefusedByTheClock(_ seconds: Int) async throws
    {
        let door = try await Door()
        let machine = try await door.house.machine()
        let headers = try machine.headers(target: "/who")
        door.house.clock.advance(by: .seconds(seconds))

        let answer = try await door.send("/who", headers: headers)

        #expect(answer.status == .unauthorized && answer.text.contains("terminal-clock"))
    }

    @Test func aRevokedTerminalIsRefusedWithItsNextRequest() async throws {
        let door = try await Door()
        let machine = try await door.house.machine()
        #expect(try await door.ask("/who", of: machine).status == .ok)

        try await door.house.verbs.revoke(machine.id, reason: "stolen", by: door.house.operatorAccount)

        let answer = try await door.ask("/who", of: machine)
        #expect(answer.status == .forbidden && answer.text.contains("terminal-revoked"))
        #expect(try await door.ask("/terminals/health", of: machine).status == .forbidden)
    }

    @Test func anotherNodeFollowsWithinFiveSeconds() async throws {
        let door = try await Door()
        let machine = try await door.house.machine()
        #expect(try await door.ask("/who", of: machine).status == .ok)
        try await door.house.node().revoke(
            machine.id, reason: "stolen", by: door.house.operatorAccount)

        door.house.uptime.advance(by: .milliseconds(5_001))

        #expect(try await door.ask("/who", of: machine).status == .forbidden)
    }

    @Test func aClockSetBackLetsNobodyInForLonger() async throws {
        let door = try await Door()
        let machine = try await door.house.machine()
        #expect(try await door.ask("/who", of: machine).status == .ok)
        try await door.house.node().revoke(
            machine.id, reason: "stolen", by: door.house.operatorAccount)

        door.house.clock.advance(by: .seconds(2))
        door.house.uptime.advance(by: .seconds(6))

        #expect(try await door.ask("/who", of: machine).status == .forbidden)
    }

    @Test func aStoppedTerminalMayOnlyReportAndEnd() async throws {
        let door = try await Door()
        let machine = try await door.house.machine()
        try await door.house.verbs.stop(machine.id, reason: "door-open", by: door.house.operatorAccount)

        let report = try JSONEncoder().encode(door.house.report())
        let health = try await door.ask(
            "/terminals/health", body: String(decoding: report, as: UTF8.self), of: machine)
        #expect(try JSONDecoder().decode(HealthAnswer.self, from: Data(health.text.utf8)).serve == false)
        #expect(try await door.ask("/print-tickets/t1/outcome", of: machine).status == .ok)
        #expect(try await door.ask("/session/end", of: machine).status == .ok)
        for target in ["/who", "/print-tickets/t1", "/print-tickets/t1/x/outcome", "/session/end/x"] {
            let answer = try await door.ask(target, of: machine)
            #expect(answer.status == .forbidden && answer.text.contains("terminal-stopped"), "\(target)")
        }
    }

    @Test func enrolmentNeedsNoSignatureAndNothingElseIsOpen() async throws {
        let door = try await Door()
        let code = try await door.house.verbs.createCode(
            station: "siming-1", by: door.house.operatorAccount)
        let request = door.house.request(code: code.text, serial: "SN-1", key: try .generate(.sm2))
        let body = String(decoding: try JSONEncoder().encode(request), as: UTF8.self)

        let admitted = try await door.send("/terminals/enrolment", body: body)
        let again = try await door.send("/terminals/enrolment", body: body)

        #expect(admitted.status == .created)
        #expect(again.status == .forbidden && again.text.contains("terminal-code-unknown"))
        #expect(try await door.send("/terminals/health", body: body).status == .unauthorized)
        #expect(try await door.send("/terminals/enrolment", body: "{").status == .badRequest)
        #expect(try await door.send("/terminals/enrolment/", body: body).status == .unauthorized)
    }

    @Test func aBodyBeyondEveryPictureIsRefused() async throws {
        let door = try await Door()
        let machine = try await door.house.machine()

        let answer = try await door.ask("/who", body: String(repeating: "x", count: 300_000), of: machine)

        #expect(answer.status == .contentTooLarge)
    }

    @Test(arguments: Language.allCases) func everyRefusalHasWords(_ language: Language) throws {
        let phrases = try Words(bundles: [StationsResources.bundle]).phrases(language)
        let refusals: [TerminalRefused] = [
            .codeUnknown, .identityReused, .malformed, .unknownStation, .unknownTerminal, .unknownAlarm,
            .signature, .clock, .replayed, .revoked, .stopped,
        ]

        for refused in refusals {
            #expect(phrases.has("problem.\(refused.slug).title"), "\(refused)")
            #expect(phrases.has("problem.\(refused.slug).remedy"), "\(refused)")
            #expect((400..<500).contains(refused.status.code))
        }
        #expect(Set(refusals.map(\.slug)).count == refusals.count)
    }
}

/// The terminal listener with a few routes behind its door.
private struct Door {
    struct Answer {
        let status: HTTPResponse.Status
        let text: String
        let headers: HTTPFields
    }

    let house: StationsHouse
    private let application: any ApplicationProtocol

    init() async throws {
        house = try await StationsHouse(.sqlite)
        let listener = Listener(
            .terminal, frame: try Frame(rooms: [StationsResources.bundle]), world: house.world)
        let router = listener.router()
        router.add(
            middleware: TerminalAuthentication(
                gate: house.verbs.gate, raiseAlarm: house.verbs.raiseAlarm, world: house.world))
        TerminalRoutes(enrol: house.verbs.enrol, reportHealth: house.verbs.reportHealth).add(to: router)
        for path in ["who", "session/end", "session/end/x", "print-tickets/t1", "print-tickets/t1/outcome"] {
            router.post(RouterPath(path)) { request, context in
                let bytes = try await body(of: request, context)
                return "\(context.terminalID ?? "nobody") \(String(decoding: bytes, as: UTF8.self))"
            }
        }
        application = listener.application(router)
    }

    func ask(_ target: String, body: String = "", of machine: Machine) async throws -> Answer {
        try await send(
            target, headers: try machine.headers(target: target, body: Array(body.utf8)), body: body)
    }

    func send(_ target: String, headers: [(String, String)] = [], body: String = "") async throws -> Answer {
        var fields: HTTPFields = [.accept: "application/json"]
        for (name, value) in headers {
            fields[try #require(HTTPField.Name(name))] = value
        }
        return try await run(application, target, fields, body)
    }

    private func run(
        _ application: some ApplicationProtocol, _ target: String, _ fields: HTTPFields, _ body: String
    ) async throws -> Answer {
        try await application.test(.router) { client in
            let answer = try await client.execute(
                uri: target, method: .post, headers: fields, body: ByteBuffer(string: body))
            return Answer(
                status: answer.status, text: String(buffer: answer.body), headers: answer.headers)
        }
    }
}
