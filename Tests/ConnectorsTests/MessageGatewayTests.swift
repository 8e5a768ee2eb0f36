import AsyncHTTPClient
import Base
import Connectors
import Identity
import NIOCore
import Sandbox
import Support
import Testing

/// Short messages through the gateway, over HTTP.
@Suite(.serialized) struct MessageGatewayTests {
    @Test func sameKeySendsOneMessage() async throws {
        let house = try SandboxHouse()
        let phone = try #require(try house.citizen("chen-jing").phone)

        try await house.open { doors in
            let key = Token(house.world)
            try await doors.messages.send("Code <482913> & more", to: phone, key: key)
            try await doors.messages.send("Code <482913> & more", to: phone, key: key)
            try await doors.messages.send("Second", to: phone, key: Token(house.world))

            let inbox = try await Self.get("/inbox", doors)
            #expect(inbox.split(separator: "482913").count == 2)
            #expect(inbox.contains("Code &lt;482913&gt; &amp; more"))
            #expect(inbox.contains(phone.text))
            #expect(inbox.contains("Second"))
        }
    }

    @Test func aGatewayThatIsStartedAgainSendsNothingTwice() async throws {
        let (house, books) = (try SandboxHouse(), SandboxBooks())
        let phone = try #require(try house.citizen("chen-jing").phone)
        let key = Token(house.world)
        try await house.open(books: books) { doors in
            try await doors.messages.send("Code 482913", to: phone, key: key)
        }

        try await house.open(books: books) { doors in
            try await doors.messages.send("Code 482913", to: phone, key: key)
            let inbox = try await Self.get("/inbox", doors)
            #expect(inbox.split(separator: "482913").count == 2)
        }
    }

    @Test func otherTextUnderTheSameKeyIsRefused() async throws {
        let house = try SandboxHouse()
        let phone = try #require(try house.citizen("chen-jing").phone)

        try await house.open { doors in
            let key = Token(house.world)
            try await doors.messages.send("first", to: phone, key: key)
            await #expect(throws: PortError.failed(system: "sms", code: "422")) {
                try await doors.messages.send("other", to: phone, key: key)
            }
        }
    }

    @Test func wrongSecretIsRefused() async throws {
        let house = try SandboxHouse()
        let phone = try #require(try house.citizen("chen-jing").phone)

        try await house.open { doors in
            let stranger = MessageGateway(
                base: doors.base, secret: [1, 2, 3],
                call: ForeignCall(system: "sms", client: doors.client, world: house.world),
                world: house.world)
            await #expect(throws: PortError.failed(system: "sms", code: "401")) {
                try await stranger.send("text", to: phone, key: Token(house.world))
            }
        }
    }

    @Test func downAndSlowGatewaysAreFaults() async throws {
        let house = try SandboxHouse()
        let down = try #require(try house.citizen("trouble-sms-down").phone)
        let slow = try #require(try house.citizen("trouble-sms-slow").phone)

        try await house.open(deadline: .seconds(8)) { doors in
            await #expect(throws: PortError.failed(system: "sms", code: "503")) {
                try await doors.messages.send("text", to: down, key: Token(house.world))
            }
            await #expect(throws: PortError.timedOut(system: "sms")) {
                try await doors.messages.send("text", to: slow, key: Token(house.world))
            }
        }
    }

    private static func get(_ path: String, _ doors: SandboxHouse.Doors) async throws -> String {
        let response = try await doors.client.answer(
            to: HTTPClientRequest(url: doors.base + path), within: .seconds(5))
        return String(buffer: try await response.body.collect(upTo: 1_000_000))
    }
}
