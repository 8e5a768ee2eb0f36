import Base
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Foundation
import NIOCore
import Sandbox
import Storage
import Support
import Testing
import Vault
import Web

@testable import Identity
@testable import egret

/// On a shared computer nobody is asked whether the portal's account of who sat there before is hers.
@Suite struct ForgetPortalTests {
    private static let password = "a long sentence of hers alone"

    @Test func whatThePortalSaidEndsWithTheSessionAndWithAnotherSignIn() async throws {
        let box = try await HouseBox(.sqlite)
        let house = try await box.house()
        let person = try #require(box.city.citizen(id: "chen-jing"))
        let citizen = try await AccountRightsTests.insert(person, house)
        let now = house.world.now()
        try await house.engine.write { [vault = house.vault] db in
            let owner = try #require(try CitizenStore.find(citizen, vault: vault, in: db))
            try AccountStore.open(owner, sureFrom: now, reset: false, vault: vault, at: now, in: db)
        }
        let visitor = AccountRightsTests.Visitor(name: "", factors: [.password, .totp])
        @Sendable func signedIn() async throws -> String {
            try #require(try await AccountRightsTests.token(visitor, of: citizen, house))
        }
        let session = try await house.accounts.current(token: signedIn())
        try await house.accounts.manage.setPassword(Self.password, in: session, requestID: "r")
        let signIn = ["name": person.number.text, "password": Self.password]
        let listener = house.publicListener()
        let router = try house.publicRouter(listener)
        try await listener.application(router).test(.router) { client in
            for path in ["/account/sign-out", "/account/sign-out-everywhere"] {
                let ended = try await Self.cookies(client, path, [:], signedIn())
                #expect(ended["__Host-egret-public"] == "", "\(path)")
                #expect(ended["__Host-egret-portal"] == "", "\(path)")
            }
            let other = try await Self.cookies(client, "/account/sign-in", signIn, nil)
            #expect(other["__Host-egret-public"]?.isEmpty == false)
            #expect(other["__Host-egret-portal"] == "")
            let asked = try await Self.cookies(
                client, "/account/sign-in", signIn.merging(["next": "/portal/link"]) { $1 }, nil)
            #expect(asked["__Host-egret-public"]?.isEmpty == false)
            #expect(asked["__Host-egret-portal"] == nil, "she signs in to be asked")
            let page = try await client.execute(
                uri: "/account", method: .get,
                headers: [.cookie: "__Host-egret-portal=note; __Host-egret-public=\(signedIn())"])
            #expect(page.status == .ok && page.headers[values: .setCookie].isEmpty, "she goes on")
        }
        await house.close()
        await box.remove()
    }

    /// What the answer to a form tells a browser to keep that brings the portal's word.
    private static func cookies(
        _ client: any TestClientProtocol, _ path: String, _ fields: [String: String], _ session: String?
    ) async throws -> [String: String] {
        var headers: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        headers[.cookie] =
            (["__Host-egret-portal=note"] + (session.map { ["__Host-egret-public=\($0)"] } ?? []))
            .joined(separator: "; ")
        let form = fields.merging(["idempotency_key": Token(.live).rawValue]) { given, _ in given }
        let body = form.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"
        }.joined(separator: "&")
        let answer = try await client.execute(
            uri: path, method: .post, headers: headers, body: ByteBuffer(string: body))
        return answer.headers[values: .setCookie].reduce(into: [:]) { cookies, line in
            let parts = line.prefix { $0 != ";" }.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            cookies[String(parts[0])] = parts.count == 2 ? String(parts[1]) : ""
        }
    }
}
