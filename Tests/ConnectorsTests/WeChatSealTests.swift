import Base
import Foundation
import Notices
import Sandbox
import Support
import Testing
import Vault

@testable import Connectors

/// What WeChat posts, and what only looks like it.
@Suite(.serialized) struct WeChatSealTests {
    /// Both signatures stand in WeChat's own description of its pushes.
    @Test func theSignatureIsThePublishedOne() throws {
        let seal = WeChatSeal(try account(token: "AAAAA"))
        var query = [
            "signature": "f464b24fc39322e44b38aa78f5edd27bd1441696", "timestamp": "1714036504",
            "nonce": "1514711492", "echostr": "4375120948345356249",
        ]
        #expect(seal.echo(query) == "4375120948345356249")
        for (name, value) in [
            ("signature", "899cf89e464efb63f54ddac96b0a0a235f53aa78"), ("nonce", "1514711493"),
            ("echostr", "<b>"), ("echostr", String(repeating: "1", count: 65)), ("echostr", ""),
        ] {
            var changed = query
            changed[name] = value
            #expect(seal.echo(changed) == nil, "\(name)")
        }
        query["nonce"] = nil
        #expect(seal.echo(query) == nil)
    }

    /// The text that WeChat's sample program seals with sixteen fixed bytes.
    @Test func theSealIsThePublishedOne() throws {
        let account = try account(token: "pamtest", app: "wxb11529c136998cb6")
        let sealed = try #require(
            Data(
                base64Encoded:
                    "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg=="
            ))
        let plain =
            Array("aaaabbbbccccdddd".utf8) + [0, 0, 0, 19] + Array("我是中文abcd123wxb11529c136998cb6".utf8)

        let padded = plain + [UInt8](repeating: 7, count: 7)
        #expect(
            AESCBC.seal(padded, key: account.key, vector: Array(account.key.prefix(16))) == [UInt8](sealed))
        #expect(WeChatSeal(account).opened(sealed.base64EncodedString()) == Array("我是中文abcd123".utf8))
        #expect(try WeChatSeal(self.account()).opened(sealed.base64EncodedString()) == nil, "another app's")
    }

    @Test func theSandboxFindsTheHouseAtItsAddress() async throws {
        let house = try SandboxHouse()
        let told = Listening()
        try await house.open(told: told) { doors in
            #expect(try await WeChatTests.post("/wechat/greeting", "", doors) == 200)
            let query = try #require(told.last).query
            #expect(doors.weChat.echo(query) == query["echostr"])
            let call = ForeignCall(system: "w", client: Deaf(), world: house.world)
            #expect(try house.weChat("", call: call, token: "other").echo(query) == nil)
        }
    }

    @Test func nothingIsBelievedThatIsNotSignedForThisAccountAndOfNow() async throws {
        let house = try SandboxHouse()
        let told = Listening()
        try await house.open(told: told) { doors in
            try await WeChatTests.follow(.ordinary, doors)
            let real = try #require(told.last)
            let (body, query) = (real.body, real.query)
            let told = try doors.weChat.event(body, query)
            #expect(told != nil)
            #expect(try doors.weChat.event(body, query) == told, "told once more it says the same")

            for (name, value) in [
                ("msg_signature", String(repeating: "0", count: 40)), ("msg_signature", ""),
                ("msg_signature", query["signature"] ?? ""), ("timestamp", "1772413201"),
                ("timestamp", "now"),
                ("nonce", "0"),
            ] {
                var forged = query
                forged[name] = value
                #expect(throws: WeChatUnsigned.self, "\(name)") { try doors.weChat.event(body, forged) }
            }
            for at in body.indices {
                var changed = body
                changed[at] ^= 1
                // Around the sealed text it says nothing to us; within it every sign counts.
                let event = try? doors.weChat.event(changed, query)
                #expect(event == nil || event == told, "byte \(at)")
            }
            let call = ForeignCall(system: "w", client: Deaf(), world: house.world)
            for other in [
                try house.weChat("", call: call, token: "other"),
                try house.weChat("", call: call, app: "wx2"),
            ] {
                #expect(throws: WeChatUnsigned.self) { try other.event(body, query) }
            }
            // Five minutes later it is an old word, and a clock that runs before by more is not believed either.
            house.clock.advance(by: .seconds(300))
            #expect(try doors.weChat.event(body, query) != nil)
            house.clock.advance(by: .seconds(1))
            #expect(throws: WeChatUnsigned.self) { try doors.weChat.event(body, query) }
        }
    }

    @Test(
        arguments: [
            ("<xml></xml>", [:]), (" <xml>\n<A>b</A> </xml>\n", ["A": "b"]),
            ("<xml><A><![CDATA[<b>&]] >]]></A><B2></B2></xml>", ["A": "<b>&]] >", "B2": ""]),
        ] as [(String, [String: String])])
    func flatXMLIsRead(_ text: String, _ fields: [String: String]) {
        #expect(FlatXML(Array(text.utf8))?.fields == fields)
    }

    @Test(arguments: [
        "", "<xml>", "<xml/>", "<?xml version=\"1.0\"?><xml></xml>", "<!DOCTYPE xml><xml></xml>",
        "<xml><A>&amp;</A></xml>", "<xml><A>b</B></xml>", "<xml><A><B>c</B></A></xml>",
        "<xml><A>b</A><A>b</A></xml>",
        "<xml><A x=\"1\">b</A></xml>", "<xml><!-- c --></xml>", "<xml><A><![CDATA[b</A></xml>",
        "<xml><A>b<![CDATA[c]]></A></xml>", "<xml><A><![CDATA[b]]>c</A></xml>", "<xml><A>b]]></A></xml>",
        "<xml></xml><xml></xml>", "<xml>text</xml>", "<xml><1A>b</1A></xml>", "<xml><>b</></xml>",
        "<XML></XML>",
    ])
    func whatIsMoreThanFlatIsRefused(_ text: String) {
        #expect(FlatXML(Array(text.utf8)) == nil)
    }

    @Test func theXMLIsBounded() {
        func many(_ count: Int) -> [UInt8] {
            Array("<xml>\((0..<count).map { "<A\($0)>b</A\($0)>" }.joined())</xml>".utf8)
        }
        #expect(FlatXML(many(FlatXML.fieldsMax)) != nil)
        #expect(FlatXML(many(FlatXML.fieldsMax + 1)) == nil)
        let name = String(repeating: "A", count: FlatXML.nameMax)
        #expect(FlatXML(Array("<xml><\(name)>b</\(name)></xml>".utf8)) != nil)
        #expect(FlatXML(Array("<xml><\(name)A>b</\(name)A></xml>".utf8)) == nil)
        let wide = [UInt8](repeating: 32, count: FlatXML.bytesMax)
        #expect(FlatXML(Array("<xml>".utf8) + wide + Array("</xml>".utf8)) == nil)
        #expect(FlatXML(Array("<xml><A>".utf8) + [0xFF] + Array("</A></xml>".utf8)) == nil)
    }

    private func account(token: String = "t", app: String = "wx1") throws -> WeChatAccount {
        try #require(
            WeChatAccount(
                base: "", pictures: "", app: app, secret: "", token: token,
                encodingAESKey: SandboxHouse.weChatKey, news: .init(id: "", field: ""),
                code: .init(id: "", field: "")))
    }
}
