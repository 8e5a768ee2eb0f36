import AsyncHTTPClient
import Base
import Connectors
import Foundation
import Identity
import NIOCore
import NIOHTTP1
import Sandbox
import Support
import Synchronization
import Testing

/// What the national network identity service answers, over HTTP, to a person's answer in its app.
@Suite(.serialized) struct NetworkIdentityTests {
    private typealias Doors = SandboxHouse.Doors

    private func request(
        _ house: SandboxHouse, _ scope: NetworkRequest.Scope = .identifier
    ) -> NetworkRequest {
        NetworkRequest(serial: Token(house.world), scope: scope, openedAt: house.world.now())
    }

    /// The app on a phone: the picture's address is opened on the sandbox's own port, and answered.
    @discardableResult
    private func answer(
        _ doors: Doors, _ address: String, _ citizen: String = "chen-jing", fault: String = "none",
        answer: String = "yes"
    ) async throws -> String {
        let secret = address.split(separator: "=").last.map(String.init) ?? ""
        var post = HTTPClientRequest(url: doors.base + "/network/app")
        post.method = .POST
        post.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        post.body = .bytes(
            Array("request=\(secret)&citizen=\(citizen)&fault=\(fault)&answer=\(answer)".utf8))
        let page = try await doors.client.answer(to: post, within: .seconds(10))
        return String(buffer: try await page.body.collect(upTo: 100_000))
    }

    private func outcome(_ doors: Doors, _ request: NetworkRequest) async -> String {
        do throws(PortError) {
            return try await doors.network.answer(to: request).kind
        } catch {
            return error.kind
        }
    }

    @Test func aYesGivesANameForThisApplicationAndNothingElse() async throws {
        let house = try SandboxHouse()
        try await house.open { doors in
            let (first, second) = (request(house), request(house))
            let address = try await doors.network.open(first, scene: "白鹭洲站 · 缴存证明")
            #expect(address.hasPrefix("http://127.0.0.1:8070/network/app?request="))
            #expect(try await doors.network.answer(to: first) == .waiting)

            try await answer(doors, address)
            try await answer(doors, doors.network.open(second, scene: ""))

            guard case .match(let name, nil) = try await doors.network.answer(to: first) else {
                Issue.record("no match")
                return
            }
            #expect(name.utf8.count >= 16)
            #expect(!name.contains(try house.citizen("chen-jing").number.text))
            #expect(
                try await doors.network.answer(to: second) == .match(identifier: name, person: nil),
                "she has the same name towards this application each time")
            #expect(
                try await doors.network.answer(to: first) == .match(identifier: name, person: nil),
                "a centre that has started again gets the same answer")
        }
    }

    @Test func nameAndNumberComeSealedToWhoAskedForThem() async throws {
        let house = try SandboxHouse()
        let citizen = try house.citizen("lin-ji")
        try await house.open(altered: { path, answer in
            let text = String(decoding: answer, as: UTF8.self)
            #expect(!text.contains(citizen.number.text) && !text.contains(citizen.name), "\(path)")
            return answer
        }) { doors in
            let asked = request(house, .identity)
            try await answer(doors, doors.network.open(asked, scene: ""), "lin-ji")
            guard case .match(_, let person) = try await doors.network.answer(to: asked) else {
                Issue.record("no match")
                return
            }
            #expect(person == NetworkPerson(name: citizen.name, number: citizen.number))
        }
    }

    @Test func aNoIsANoAndASecondAnswerIsNotTaken() async throws {
        let house = try SandboxHouse()
        try await house.open { doors in
            let asked = request(house)
            let address = try await doors.network.open(asked, scene: "")
            try await answer(doors, address, answer: "no")
            #expect(try await answer(doors, address).contains("Answered before"))
            #expect(try await doors.network.answer(to: asked) == .refused)
        }
    }

    @Test func nobodyAnswersForFiveMinutesAndItIsTooLate() async throws {
        let house = try SandboxHouse()
        try await house.open { doors in
            let asked = request(house)
            let address = try await doors.network.open(asked, scene: "")
            house.clock.advance(by: .seconds(300))
            #expect(try await doors.network.answer(to: asked) == .expired)
            #expect(try await answer(doors, address).contains("malformed"))
        }
    }

    @Test(
        "ASVS 6.8.2: what the service did not sign for this question is refused",
        arguments: [
            ("password", "mismatch"), ("partial", "mismatch"), ("deceased", "mismatch"),
            ("down", "failed 503"),
            ("other-serial", "untrustworthy answer to another question"),
            ("other-application", "untrustworthy other application"),
            ("used-token", "untrustworthy refused token"), ("unasked", "untrustworthy more than asked"),
            ("forged", "untrustworthy signature"),
        ])
    func everyMisbehaviourIsCaught(fault: String, expected: String) async throws {
        let house = try SandboxHouse()
        try await house.open { doors in
            let asked = request(house)
            try await answer(doors, doors.network.open(asked, scene: ""), fault: fault)
            #expect(await outcome(doors, asked) == expected)
        }
    }

    @Test func aSlowServiceIsLeftAtTheDeadline() async throws {
        let house = try SandboxHouse()
        // Longer than an ordinary answer takes on a machine that does a hundred other things.
        try await house.open(deadline: .seconds(8)) { doors in
            let asked = request(house)
            try await answer(doors, doors.network.open(asked, scene: ""), fault: "slow")
            #expect(await outcome(doors, asked) == "timedOut")
        }
    }

    @Test func anAnswerFromBeforeTheQuestionIsNone() async throws {
        let house = try SandboxHouse()
        try await house.open { doors in
            let asked = request(house)
            try await answer(doors, doors.network.open(asked, scene: ""))
            let later = NetworkRequest(
                serial: asked.serial, scope: .identifier, openedAt: asked.openedAt + .seconds(121))
            #expect(await outcome(doors, later) == "untrustworthy answer of another time")
        }
    }

    @Test(arguments: ["/network/requests", "/network/standings", "/network/results"])
    func aChangedByteOfAnAnswerIsNoticed(at path: String) async throws {
        let house = try SandboxHouse()
        try await house.open(altered: { place, answer in
            guard place == path else { return answer }
            return Array(
                String(decoding: answer, as: UTF8.self).replacing("\"type\":\"1\"", with: "\"type\":\"2\"")
                    .utf8)
        }) { doors in
            let asked = request(house)
            var found = "opened"
            do throws(PortError) {
                let address = try await doors.network.open(asked, scene: "")
                _ = try? await answer(doors, address)
                found = await outcome(doors, asked)
            } catch {
                found = error.kind
            }
            #expect(found == "untrustworthy signature")
        }
    }

    @Test func anAnswerRecordedForAnEarlierLookIsNone() async throws {
        let house = try SandboxHouse()
        let recorded = Recorded()
        try await house.open(altered: { path, answer in
            path == "/network/standings" ? recorded.first(or: answer) : answer
        }) { doors in
            let asked = request(house)
            _ = try await doors.network.open(asked, scene: "")
            #expect(try await doors.network.answer(to: asked) == .waiting)
            #expect(await outcome(doors, asked) == "untrustworthy answer to another question")
        }
    }

    @Test func aServiceThatIsAwayIsLeftAloneForAWhile() async throws {
        let house = try SandboxHouse()
        try await house.open { doors in
            let asked = request(house)
            try await answer(doors, doors.network.open(asked, scene: ""), fault: "down")
            for _ in 0..<5 { _ = await outcome(doors, asked) }
            #expect(await outcome(doors, asked) == "resting")
            let claim = try IdentityClaim(
                name: house.citizen("chen-jing").name, number: house.citizen("chen-jing").number, face: nil)
            let verdict = try await doors.authority.verdict(on: claim, key: Token(house.world))
            #expect(verdict.kind == "match", "the card's way does not suffer")
        }
    }
}

/// Keeps the first answer on the line and gives it again for ever.
private final class Recorded: Sendable {
    private let kept = Mutex<[UInt8]?>(nil)

    func first(or answer: [UInt8]) -> [UInt8] {
        kept.withLock { kept in
            if let kept { return kept }
            kept = answer
            return answer
        }
    }
}

extension NetworkAnswer {
    fileprivate var kind: String {
        switch self {
        case .waiting: "waiting"
        case .refused: "refused"
        case .expired: "expired"
        case .mismatch: "mismatch"
        case .match: "match"
        }
    }
}
