import Base
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Storage
import Support
import Testing
import Web

@testable import Staff
@testable import egret

/// The desk's navigation leads nobody to a refusal, and leaves nothing out that somebody may open.
@Suite struct DeskLinksTests {
    @Test(arguments: StaffRole.allCases)
    func everybodySeesTheLinksSheMayOpenAndNoOthers(role: StaffRole) async throws {
        let box = try await HouseBox(.sqlite)
        let house = try await box.house()
        let listener = house.staffListener()
        let router = house.staffRouter(listener)
        let token = try await Self.signIn([role], house)
        let all = house.frame.deskLinks.map(\.path)
        try await listener.application(router).test(.router) { client in
            let links = Self.navigation(try await Self.page("/me", token, client).page)
            #expect(links == all.filter(links.contains), "in the same order")
            #expect(links.contains("/") && links.contains("/me") && links.count < all.count)
            for path in all {
                let (status, page) = try await Self.page(path, token, client)
                let isRefused = status == .forbidden && page.contains("您的角色不包括这件事")
                #expect(isRefused == !links.contains(path), "\(role) \(path): \(status)")
                if page.contains("data-reload-seconds") {
                    #expect(House.staffSelfAsked.contains("GET \(path)"), "nobody is there for \(path)")
                }
                #expect(Self.navigation(page) == links, "also on the page that refuses: \(path)")
            }
        }
        await house.close()
        await box.remove()
    }

    @Test func everyLinkIsARouteOfTheTable() async throws {
        let box = try await HouseBox(.sqlite)
        let house = try await box.house()
        let paths = house.frame.deskLinks.map(\.path)
        await house.close()
        await box.remove()

        #expect(paths.filter { House.staffAccess["GET \($0)"] == nil } == [])
        #expect(House.staffSelfAsked.filter { House.staffAccess[$0] == nil } == [])
    }

    private static func page(
        _ path: String, _ token: String, _ client: any TestClientProtocol
    ) async throws -> (status: HTTPResponse.Status, page: String) {
        let answer = try await client.execute(
            uri: path, method: .get,
            headers: [.cookie: "__Host-egret-staff=\(token)", .accept: "text/html", .acceptLanguage: "zh-CN"])
        return (answer.status, String(buffer: answer.body))
    }

    private static func navigation(_ page: String) -> [String] {
        guard let links = page.firstMatch(of: /(?s)<nav class="links".*?<\/nav>/) else { return [] }
        return links.0.matches(of: /href="([^"]*)"/).map { String($0.1) }
    }

    private static func signIn(_ roles: Set<StaffRole>, _ house: House) async throws -> String {
        let (token, now, vault) = (Token(.live), house.world.now(), house.vault)
        let name = try #require(PersonName("陈样本"))
        try await house.engine.write { db in
            try StaffAccountStore.insert(
                StaffAccount(
                    id: "s-0941", name: name, department: "police", region: DivisionCode(rawValue: "350203"),
                    roles: roles, state: .active, createdAt: now), vault: vault, in: db)
            try StaffSessionStore.insert(
                StaffSession(
                    id: Token(.live), account: "s-0941", passkey: Token(.live), startedAt: now,
                    lastSeenAt: now), tokenHash: SignInStaff.hash(token.rawValue), in: db)
        }
        return token.rawValue
    }
}
