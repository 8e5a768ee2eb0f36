import Storage
import AsyncHTTPClient
import Base
import Connectors
import Foundation
import Hummingbird
import HummingbirdTesting
import Logging
import Support
import Testing
import Vault
import Web

@testable import Federation

/// Clients that we did not write must come all the way.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["EGRET_VENV"] != nil)) struct ForeignClients {
    private static let scripts = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Foreign/federation")
    private static let redirect = "https://client.example/callback"

    /// A provider that listens on a free port of loopback, in the time of the machine.
    private func provide(
        _ clients: @escaping @Sendable (JWK) -> JSONValue,
        _ body: @escaping @Sendable (FederationHouse, String) async throws -> Void
    ) async throws {
        // The issuer holds the port, so the port is found first.
        let port = try FreePort.find()
        let issuer = "http://127.0.0.1:\(port)"
        let house = try await FederationHouse(issuer: issuer, world: .live, clients: clients)
        let listener = Listener(
            .public, settings: .init(address: .hostname("127.0.0.1", port: port)), frame: house.frame,
            world: house.world)
        let (running, signal) = AsyncStream.makeStream(of: Void.self)
        let application = listener.application(house.router(listener)) { _ in signal.finish() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.runService(gracefulShutdownSignals: []) }
            for await _ in running {}
            defer { group.cancelAll() }
            try await body(house, issuer)
        }
        await house.engine.close()
    }

    private func run(_ script: String, _ arguments: [String]) async throws -> (status: Int32, output: String)
    {
        let environment = try #require(ProcessInfo.processInfo.environment["EGRET_VENV"])
        let python = URL(filePath: environment).appending(path: "bin/python3")
        return try await withCheckedThrowingContinuation { continuation in
            let process = Process()
            let output = Pipe()
            process.executableURL = python
            process.arguments = [Self.scripts.appending(path: script).path] + arguments
            process.standardOutput = output
            process.standardError = output
            process.terminationHandler = { process in
                let text = String(
                    decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
                continuation.resume(returning: (process.terminationStatus, text))
            }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
    }

    private static func registration(_ change: [String: JSONValue]) -> JSONValue {
        FederationHouse.client(
            "foreign", ["redirects": [.text(redirect)]].merging(change) { $1 } as [String: JSONValue])
    }

    @Test(
        "ASVS 10.4.5 10.4.6 10.4.10: Authlib signs a person in, reads her claims and renews its token",
        arguments: ["client_secret_basic", "client_secret_post", "private_key_jwt"])
    func authlib(_ way: String) async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "egret-client-\(Token(.live)).pem")
        defer { try? FileManager.default.removeItem(at: file) }
        let clients: @Sendable (JWK) -> JSONValue = { key in
            var members = Self.registration(["authentication": .text(way)]).object ?? [:]
            if way == "private_key_jwt" {
                members["secretHash"] = nil
                members["keys"] = JWKSet([key]).json
            }
            return ["clients": [.object(members)]]
        }
        try await provide(clients) { house, issuer in
            try Data(house.clientKey.pem.utf8).write(to: file)
            let cookie = house.accounts.signIn(try await house.accounts.person())
            let credential = way == "private_key_jwt" ? file.path : FederationHouse.secret

            let answer = try await run(
                "authlib_client.py", [issuer, cookie, "foreign", Self.redirect, way, credential])

            #expect(answer.status == 0, "\(answer.output)")
            let known = try #require(
                answer.output.split(separator: "\n").last.flatMap { JSONValue(Array($0.utf8)) })
            #expect(known["person"]?["name"]?.text == "陈**")
            #expect(known["claims"]?["acr"]?.text == ProofLevel.substantial.acr)
            #expect(known["renewed"]?.flag == true)
        }
    }

    @Test(
        "ASVS 10.6.2 10.5.5: Apache's mod_auth_openidc lets a person in, and out when her session ends here")
    func apache() async throws {
        let port = try FreePort.find()
        let site = "http://127.0.0.1:\(port)"
        let clients: @Sendable (JWK) -> JSONValue = { _ in
            [
                "clients": [
                    Self.registration([
                        "redirects": [.text(site + "/private/redirect")],
                        "afterLogout": [.text(site + "/bye.html")],
                        "backChannelLogout": .text(site + "/private/redirect?logout=backchannel"),
                    ])
                ]
            ]
        }
        try await provide(clients) { house, issuer in
            let person = try await house.accounts.person()
            let cookies = [house.accounts.signIn(person), house.accounts.signIn(person)]
            let client = ForeignClient()
            let sender = LogoutSender(
                addresses: house.parts.logoutAddresses, client: client, world: house.world)
            let runner = JobRunner(
                engine: house.engine, handlers: [LogoutJob(house.parts, port: sender)], world: house.world,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, concurrency: 1,
                pollInterval: .milliseconds(50))
            let answer = try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    while !Task.isCancelled {
                        _ = try? await runner.runDue(atMost: 10)
                        try await Task.sleep(for: .milliseconds(50))
                    }
                }
                defer { group.cancelAll() }
                return try await run(
                    "apache.py",
                    [issuer, cookies.joined(separator: ","), "foreign", "\(port)", FederationHouse.secret])
            }
            try await client.shutdown()

            #expect(answer.status == 0, "\(answer.output)")
            #expect(house.accounts.count == 0)
        }
    }

    @Test("ASVS 9.1.1: joserfc and cryptography believe what we sign, and we what they sign")
    func tokensBothWays() async throws {
        let key = try SigningKey.generate(.p256)
        let token = try JWS.sign(["sub": "一", "n": .int(1)], type: "JWT", with: key)
        let file = FileManager.default.temporaryDirectory.appending(path: "egret-jws-\(Token(.live)).json")
        defer { try? FileManager.default.removeItem(at: file) }
        let sample: JSONValue = [
            "token": .text(token), "keys": JWKSet([JWK(key.publicKey)]).json, "pem": .text(key.pem),
        ]
        try Data(sample.bytes).write(to: file)

        let answer = try await run("jws.py", [file.path])

        #expect(answer.status == 0, "\(answer.output)")
        let theirs = answer.output.split(separator: "\n").map(String.init)
        #expect(theirs.count == 2)
        let keys = JWKSet([JWK(key.publicKey)])
        for token in theirs {
            #expect(try JWS.claims(of: token, types: ["jwt", ""], keys: keys)["sub"]?.text == "二")
        }
    }
}
