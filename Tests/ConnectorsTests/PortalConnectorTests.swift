import AsyncHTTPClient
import Base
import Connectors
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOHTTP1
import Sandbox
import Support
import Synchronization
import Testing
import Vault

/// The connector to the city portal against the sandbox's portal, over HTTP.
@Suite struct PortalConnectors {
    private static let house = "http://127.0.0.1:1"

    /// Runs `body` with a connector to a portal that calls itself `name`, or by its own address.
    private func open(
        named name: String? = nil,
        _ body:
            @escaping @Sendable (_ portal: String, _ key: SigningKey, PortalConnector) async throws -> Void
    ) async throws {
        let port = try FreePort.find()
        let base = "http://127.0.0.1:\(port)/portal"
        let ring = try KeyRing.create(suite: .international, world: .live)
        let city = try SampleCity.xiamen()
        var config = SandboxConfig(
            authorityCaller: try ring.certificate(for: .identityAuthority),
            exchangeCaller: try ring.certificate(for: .exchange), messageSecret: [1])
        config.port = port
        let client = ForeignClient()
        let portal = PortalConfig(
            base: name ?? base, house: Self.house, houseClient: "egret",
            houseKeys: ring.publishedKeys(.portal, at: World.live.now()))
        let sandbox = Sandbox(
            config: config,
            keys: try SandboxKeys.generate(departments: city.departments.map(\.id), world: .live),
            world: .live, city: city, portal: (portal, try PortalKeys.generate(), client))
        let (running, signal) = AsyncStream.makeStream(of: Void.self)
        let application = sandbox.application(logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        {
            _ in signal.finish()
        }
        let key = try ring.tokenKey(.portal, at: World.live.now())
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await application.runService(gracefulShutdownSignals: []) }
                for await _ in running {}
                defer { group.cancelAll() }
                try await body(
                    base, key,
                    PortalConnector(
                        issuer: base, call: ForeignCall(system: "portal", client: client, world: .live),
                        world: .live))
            }
        } catch {
            try await client.shutdown()
            throw error
        }
        try await client.shutdown()
    }

    /// A person at the portal's page, who chooses who she is.
    private func code(_ portal: String, verifier: String, fault: String = "none") async throws -> String {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(2)
        let browser = HTTPClient(configuration: configuration)
        var request = HTTPClientRequest(url: portal + "/authorize")
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        let citizen = try #require(try SampleCity.xiamen().citizens.first { $0.behaviour.isOrdinary }).id
        let challenge = Base64URL.encode(Digest.sha256(Array(verifier.utf8)))
        let form = "state=s&nonce=n&challenge=\(challenge)&citizen=\(citizen)&fault=\(fault)"
        request.body = .bytes(Array(form.utf8))
        let answer = try await browser.execute(request, timeout: .seconds(10))
        try await browser.shutdown()
        let location = try #require(answer.headers.first(name: "Location"))
        return try #require(
            URLComponents(string: location)?.queryItems?.first { $0.name == "code" }?.value)
    }

    private func assertion(_ portal: String, key: SigningKey) throws -> String {
        let now = World.live.now()
        return try JWS.sign(
            [
                "iss": "egret", "sub": "egret", "aud": .text(portal), "iat": now.numericDate,
                "exp": (now + .seconds(60)).numericDate, "jti": .text(Token(.live).rawValue),
            ], type: "JWT", with: key)
    }

    @Test func thePortalVouchesForWhoeverIsChosenThere() async throws {
        try await open { portal, key, connector in
            let verifier = Base64URL.encode(World.live.random(32))
            let code = try await code(portal, verifier: verifier)
            let redirect = Self.house + "/portal/callback"

            let token = try await connector.identity(
                code: code, verifier: verifier, redirect: redirect, client: "egret",
                assertion: try assertion(portal, key: key))

            let claims = try JWS.claims(of: token, types: ["jwt"], keys: await connector.keys(again: false))
            #expect(claims["nonce"]?.text == "n")
            #expect(claims["aud"]?.text == "egret")
            await #expect(throws: PortError.failed(system: "portal", code: "400")) {
                _ = try await connector.identity(
                    code: code, verifier: verifier, redirect: redirect, client: "egret",
                    assertion: try assertion(portal, key: key))
            }
            let other = try SigningKey.generate(.p256)
            await #expect(throws: PortError.failed(system: "portal", code: "401")) {
                _ = try await connector.identity(
                    code: code, verifier: verifier, redirect: redirect, client: "egret",
                    assertion: try assertion(portal, key: other))
            }
        }
    }

    @Test("ASVS 10.5.3: a description that names another issuer, or leads elsewhere, is refused")
    func anotherIssuer() async throws {
        try await open(named: "https://elsewhere.example/portal") { _, _, connector in
            await #expect(throws: PortError.self) { _ = try await connector.description() }
            await #expect(throws: PortError.self) { _ = try await connector.keys(again: true) }
        }
    }
}
