import AsyncHTTPClient
import Base
import Catalogue
import Configuration
import Foundation
import Hummingbird
import HummingbirdTesting
import Identity
import Logging
import NIOCore
import NIOHTTP1
import Privacy
import Sandbox
import Storage
import Support
import Synchronization
import Testing
import Transport
import Web

@testable import Notices
@testable import egret

/// A house with an official account beside the sandbox's WeChat: from the picture to the message, and out again.
@Suite struct WeChatHouseTests {
    private static let values: [AbsoluteConfigKey: ConfigValue] = [
        "wechat.app": "wx0000000000000001", "wechat.secret": "s", "wechat.token": "t",
        "wechat.aeskey": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wechat.news.template": "news",
        "wechat.code.template": "code",
    ]
    private static let page = "/account/notices/wechat"

    @Test(arguments: TestEngine.available)
    func fromThePictureToTheMessageAndOutAgain(_ engine: TestEngine) async throws {
        let box = try await HouseBox(engine)
        let way = WayIn()
        // The sandbox's own settings, as its command takes them from the same configuration.
        let settings = try #require(try ForeignConfig(box.config(more: Self.values)).weChat)
        let config = try #require(SandboxCommand.weChat(settings, house: "http://house"))
        try await box.sandbox(weChat: (config, way)).application().test(.live) { sandbox in
            var values = Self.values
            let base = "http://127.0.0.1:\(sandbox.port ?? 0)"
            values["wechat.url"] = ConfigValue(.string(base + "/wechat"), isSecret: false)
            values["wechat.pictures"] = ConfigValue(.string(config.base + "/q/"), isSecret: false)
            let house = try await box.house(sandboxPort: sandbox.port ?? 0, more: values)
            let person = try #require(box.city.citizen(id: "chen-jing"))
            let citizen = try await AccountRightsTests.insert(person, house)
            let visitor = AccountRightsTests.Visitor(name: "two factors", factors: [.password, .totp])
            let token = try await AccountRightsTests.token(visitor, of: citizen, house)
            let listener = house.publicListener()
            try await listener.application(house.publicRouter(listener)).test(.router) { site in
                way.lead(to: site)
                @discardableResult
                func act(_ route: String, _ fields: [String: String]) async throws -> TestResponse {
                    try await AccountRightsTests.ask(site, "POST \(route)", token, fields)
                }
                func phones(_ path: String, _ body: String? = nil) async throws -> String {
                    let answer = try await sandbox.execute(
                        uri: path, method: body == nil ? .get : .post,
                        body: body.map { ByteBuffer(string: $0) })
                    #expect(answer.status == .ok, "\(path)")
                    return String(buffer: answer.body)
                }

                try await act(Self.page, ["act": "begin"])
                let asker = try await Self.asker(of: citizen, house)
                guard case .waiting(let address) = try await BindWeChat(house.notices).standing(for: asker),
                    let ticket = address.split(separator: "/").last
                else {
                    Issue.record("no picture")
                    return
                }
                _ = try await phones("/wechat/q/\(ticket)", "openid=\(WeChatUser.ordinary.openID)")
                try await act(Self.page, ["act": "claim"])
                let inbox = try await phones("/wechat/phones.json")
                let code = try #require(inbox.firstMatch(of: /"text":"(\d{4})"/)?.1)
                let bound = try await act(Self.page, ["act": "code", "code": String(code)])
                #expect(bound.status == .seeOther)

                try await Self.tell(.handedIn, citizen, house)
                #expect(try await phones("/wechat/phones.json").contains("\"text\":\"202603020007\""))
                #expect(try await !phones("/inbox.json").contains("202603020007"))
                // The consent is taken back where all consents are, and with it goes her phone.
                try await act(
                    "/account/consents", ["purpose": WeChatChannel.purpose, "act": "withdraw"])
                #expect(try await BindWeChat(house.notices).standing(for: asker) == .none)
                try await Self.tell(.decided, citizen, house)
                #expect(try await phones("/inbox.json").contains("202603020007"))
            }
            let dump = try await box.dump(of: house)
            #expect(dump.range(of: Data(WeChatUser.ordinary.openID.utf8)) == nil)
            await house.close()
        }
        await box.remove()
    }

    @Test func aHouseWithoutAnAccountAsksNobody() async throws {
        let box = try await HouseBox(.sqlite)
        let house = try await box.house()
        let citizen = try await AccountRightsTests.insert(
            #require(box.city.citizen(id: "chen-jing")), house)
        let here = PersonHere(citizen: citizen, terminal: nil, session: nil)

        #expect(house.notices.weChat == nil)
        #expect(
            try await !house.privacy.consents.all(of: here).contains {
                $0.purpose.id == WeChatChannel.purpose
            })
        await #expect(throws: (any Error).self) {
            try await house.privacy.consents.give(
                WeChatChannel.purpose, for: here, by: citizen, requestID: "r")
        }
        await house.close()
        await box.remove()
    }

    @Test(arguments: ["secret", "token", "aeskey", "news.template", "code.template"])
    func anAccountIsWholeOrNamedAsBroken(missing: String) async throws {
        let box = try await HouseBox(.sqlite)
        var values = Self.values
        values[AbsoluteConfigKey("wechat.\(missing)".split(separator: ".").map(String.init))] = nil
        let problem = #expect(throws: ConfigProblem.self) { try ForeignConfig(box.config(more: values)) }
        #expect(problem?.key == "wechat.\(missing)")
        values = Self.values
        values["wechat.aeskey"] = "too short"
        #expect(throws: ConfigProblem.self) { try ForeignConfig(box.config(more: values)) }
        await box.remove()
    }

    private static func asker(of citizen: Token, _ house: House) async throws -> WeChatAsker {
        let rows = try await house.engine.read { db in
            try db.rows("SELECT session_id FROM wechat_scenes WHERE citizen_id = \(citizen)")
        }
        return WeChatAsker(citizen: citizen, session: try #require(rows.first).value("session_id"))
    }

    /// Notes a notice down and sends what is due.
    private static func tell(_ kind: NoticeKind, _ citizen: Token, _ house: House) async throws {
        let service = try #require(house.catalogue.items.first?.id)
        let number = "11350200MB0000000X4000101001002" + "202603020007"
        let world = house.world
        try await house.engine.write { db in
            try CaseNotice.tell(kind, of: number, service, to: citizen, in: .english, world, db)
        }
        _ = try await JobRunner(
            engine: house.engine, handlers: NoticeJob.all(house.notices), world: world,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ).runDue(atMost: 10)
    }
}

/// The network between the sandbox and the house's site.
private final class WayIn: HTTPTransport {
    private let site = Mutex<(any TestClientProtocol)?>(nil)

    func lead(to client: any TestClientProtocol) { site.withLock { $0 = client } }

    func answer(to request: HTTPClientRequest, within limit: Duration) async throws -> HTTPClientResponse {
        struct Nowhere: Error {}
        guard let client = site.withLock({ $0 }), request.url.hasPrefix("http://house/") else {
            throw Nowhere()
        }
        let body = try await request.body?.collect(upTo: 65_536)
        let answer = try await client.execute(
            uri: String(request.url.dropFirst("http://house".count)),
            method: request.method == .POST ? .post : .get, headers: [.contentType: "text/xml"], body: body)
        return HTTPClientResponse(
            status: HTTPResponseStatus(statusCode: Int(answer.status.code)), headers: [:],
            body: .bytes(answer.body))
    }
}
