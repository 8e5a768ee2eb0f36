import Base
import Configuration
import Foundation
import Privacy
import Sandbox
import Storage
import Support
import Testing
import Vault

@testable import Federation
@testable import Identity
@testable import Notices
@testable import egret

/// What a phone of hers could do in the whole house is over when she shuts it out.
@Suite struct LostPhoneTests {
    private static let registration: JSONValue = {
        let words: JSONValue = ["zh-Hans": "示例门户", "en": "Sample portal", "nan-Hant": "示例門戶"]
        return [
            "clients": [
                [
                    "id": "portal", "name": words, "purpose": words, "contact": "0592-0000000",
                    "redirects": ["https://portal.example/callback"],
                    "backChannelLogout": "https://portal.example/logout",
                    "authentication": "client_secret_basic",
                    "secretHash": .text("sha256:" + Digest.sha256(Array("secret".utf8)).hex),
                    "scopes": ["openid", "offline_access"], "level": "basic",
                ]
            ]
        ]
    }()

    @Test(
        "ASVS 6.4.4: with a lost phone goes what other sites were given, the portal's account and WeChat",
        arguments: TestEngine.available)
    func whatHangsOnItGoesWithIt(_ engine: TestEngine) async throws {
        let box = try await HouseBox(engine)
        let file = box.folder.appending(path: "clients.json")
        try Data(Self.registration.bytes).write(to: file)
        let house = try await box.house(
            more: ["clients.path": ConfigValue(.string(file.path), isSecret: false)])
        let person = try #require(box.city.citizen(id: "chen-jing"))
        let citizen = try await AccountRightsTests.insert(person, house)
        try await Self.tie(citizen, house)

        let (now, vault) = (house.world.now(), house.vault)
        try await house.engine.write { db in
            let person = try #require(try CitizenStore.find(citizen, vault: vault, in: db))
            try ActivateAccount.removeEverything(
                of: person, because: .lost, "r", house.accounts.activate.parts, at: now, in: db)
        }

        try await house.engine.read { db in
            #expect(try GrantStore.live(of: citizen, at: now, in: db).isEmpty)
            #expect(try ClientConsentStore.given(by: citizen, in: db).isEmpty)
            #expect(try !PortalLinkStore.isLinked(citizen, in: db))
            #expect(try WeChatStore.binding(of: citizen, vault: vault, in: db) == nil)
            let agrees = try house.privacy.consents.holds(WeChatChannel.purpose, of: citizen, in: db)
            #expect(!agrees)
            #expect(try JobStore.list(.waiting, in: db).map(\.kind).contains("oidc.logout"))
        }
        let told = try await Self.leaves(house)
        for action in [
            "site.consent-withdrawn", "portal.unlinked", "notice.wechat-ended", "consent.withdrawn",
        ] {
            let leaf = try #require(told.first { $0["action"]?.text == action }, "\(action)")
            #expect(leaf["decision"]?.text == "lost", "\(action)")
        }
        await house.close()
        await box.remove()
    }

    /// What a phone may leave behind: access that outlives every visit, the portal's account, and a WeChat.
    private static func tie(_ citizen: Token, _ house: House) async throws {
        let now = house.world.now()
        try await house.engine.write { [vault = house.vault] db in
            try ClientConsentStore.give(
                ClientConsent(
                    citizen: citizen, client: "portal", scopes: [.openid, .offline],
                    wording: ClientConsent.wording, givenAt: now, withdrawnAt: nil), in: db)
            let grant = Grant(
                id: Token(.live), citizen: citizen, client: "portal", session: Token(.live),
                scopes: [.openid, .offline], level: .substantial, methods: ["pwd"], nonce: nil,
                redirect: "https://portal.example/callback", challenge: "c", authenticatedAt: now,
                issuedAt: now, codeUsedAt: nil, endsAt: now + Grant.life, revokedAt: nil)
            try GrantStore.insert(grant, codeHash: [1], in: db)
            _ = try GrantStore.useCode(of: grant.id, at: now, in: db)
            _ = try PortalLinkStore.link([2], to: citizen, at: now, in: db)
            try WeChatStore.bind(
                WeChatBinding(citizen: citizen, openID: "o-1", channel: .both, boundAt: now), vault: vault,
                in: db)
            try db.run(
                """
                INSERT INTO consent_grants (id, citizen_id, purpose, wording, giver_id, given_at_ms, expires_at_ms)
                VALUES ('c1', \(citizen), \(WeChatChannel.purpose), 'w', \(citizen), \(now),
                    \(now + .seconds(86_400)))
                """)
        }
    }

    private static func leaves(_ house: House) async throws -> [JSONValue] {
        try await house.engine.read { db in
            try db.rows("SELECT leaf_bytes FROM audit_pending LIMIT 1000").compactMap {
                JSONValue(try $0.bytes("leaf_bytes"))
            }
        }
    }
}
