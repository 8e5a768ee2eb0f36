import Base
import Hummingbird
import HummingbirdTesting
import HTTPTypes
import NIOCore
import Storage
import Support
import Synchronization
import Testing
import Web

@testable import Audit

@Suite struct AuditRoutesTests {
    private func application(_ log: TestLog) throws -> some ApplicationProtocol {
        let frame = try Frame(rooms: [AuditRoutes.bundle])
        let listener = Listener(.public, frame: frame, world: log.world)
        let router = listener.router()
        AuditRoutes(engine: log.engine, origin: TestLog.origin, keys: [log.verifierKey], frame: frame)
            .add(to: router)
        return listener.application(router)
    }

    @Test(arguments: TestEngine.available)
    func theWholeLogIsVerifiedOverHTTP(on engine: TestEngine) async throws {
        let log = try await TestLog(engine)
        try await log.grow(by: [300, 260])

        let report = try await application(log).test(.router) { client in
            await log.verifier().verify { path in
                try await client.execute(uri: "/audit/" + path, method: .get) { response in
                    guard response.status == .ok else { throw Answered(status: response.status.code) }
                    return Array(buffer: response.body)
                }
            }
        }

        #expect(report.findings == [])
        #expect(report.leavesChecked == 560)
    }

    @Test func aChangedLeafIsSeenOverHTTP() async throws {
        let log = try await TestLog(.sqlite)
        try await log.grow(by: [300])
        try await log.run(["UPDATE audit_leaves SET leaf_bytes = \([1, 2] as [UInt8]) WHERE idx = 290"])

        let report = try await application(log).test(.router) { client in
            await log.verifier().verify { path in
                try await client.execute(uri: "/audit/" + path, method: .get) { Array(buffer: $0.body) }
            }
        }

        #expect(report.findings.map(\.kind) == [.leafChanged])
        #expect(report.findings.map(\.index) == [290])
    }

    @Test func aChangedCheckpointIsServedAndSeenOverHTTP() async throws {
        let log = try await TestLog(.sqlite)
        try await log.grow(by: [300])
        let checkpoint = try #require(try await log.checkpoint())
        let forged = checkpoint.wire.replacing(checkpoint.origin, with: "another.example/log")
        try await log.run(["UPDATE audit_checkpoints SET note_text = \(forged)"])

        let report = try await application(log).test(.router) { client in
            await log.verifier().verify { path in
                try await client.execute(uri: "/audit/" + path, method: .get) { response in
                    guard response.status == .ok else { throw Answered(status: response.status.code) }
                    return Array(buffer: response.body)
                }
            }
        }

        #expect(report.findings.map(\.kind) == [.checkpoint])
        #expect(!report.isUnread, "it has been read, and is not what it was")
    }

    @Test func ofALogThatNobodyReachesNothingIsSaid() async throws {
        let log = try await TestLog(.sqlite)

        let report = await log.verifier().verify { _ in throw Answered(status: 503) }

        #expect(report.findings.map(\.kind) == [.unreadable])
        #expect(report.isUnread)
        #expect(!AuditReport().isUnread, "a clean log has been read")
    }

    @Test func aLogThatKeepsItsLeavesBackHasBeenRead() async throws {
        let log = try await TestLog(.sqlite)
        try await log.grow(by: [3])
        let checkpoint = try #require(try await log.checkpoint())

        let report = await log.verifier().verify { path in
            guard path == "checkpoint" else { throw Answered(status: 404) }
            return Array(checkpoint.wire.utf8)
        }

        #expect(report.isOnlyUnreadable)
        #expect(!report.isUnread)
    }

    @Test func tilesAreKeptForEverAndTheCheckpointIsNot() async throws {
        let log = try await TestLog(.sqlite)
        try await log.grow(by: [300])

        try await application(log).test(.router) { client in
            try await client.execute(uri: "/audit/tile/0/000", method: .get) { response in
                #expect(response.headers[.cacheControl] == "public, max-age=31536000, immutable")
                #expect(response.headers[.contentType] == "application/octet-stream")
                #expect(response.body.readableBytes == 8_192)
            }
            try await client.execute(uri: "/audit/tile/0/001.p/44", method: .get) { response in
                #expect(response.body.readableBytes == 44 * 32)
            }
            try await client.execute(uri: "/audit/checkpoint", method: .get) { response in
                #expect(response.headers[.cacheControl] == "public, max-age=1")
                #expect(response.headers[.contentType] == "text/plain; charset=utf-8")
            }
            try await client.execute(uri: "/audit/key", method: .get) { response in
                #expect(String(buffer: response.body) == "\(log.verifierKey)\n")
            }
        }
    }

    @Test(arguments: [
        "tile/0/001", "tile/0/001.p/45", "tile/0/002.p/1", "tile/1/000", "tile/1/000.p/2", "tile/63/000",
        "tile/entries/001", "tile/entries/x001/000", "tile/0/x999/x999/x999/x999/x999/999",
        "tile/entries/x999/x999/x999/x999/x999/999", "tile/x/000", "tile/0/..%2F..", "proof/nothing",
        "proof/00000000000000000000000000",
    ])
    func whatTheTreeDoesNotReachIsNotFound(path: String) async throws {
        let log = try await TestLog(.sqlite)
        try await log.grow(by: [300])

        try await application(log).test(.router) { client in
            try await client.execute(uri: "/audit/" + path, method: .get) { response in
                #expect(response.status == .notFound)
            }
        }
    }

    @Test func aReceiptIsServedOnceACheckpointCoversTheLeaf() async throws {
        let log = try await TestLog(.sqlite)
        try await log.grow(by: [20])
        let leaf = try await log.append(1)[0]

        try await application(log).test(.router) { client in
            try await client.execute(uri: "/audit/proof/\(leaf)", method: .get) { response in
                #expect(response.status == .serviceUnavailable)
                #expect(response.headers[.retryAfter] == "1")
            }
            try await log.integrator.integrate()
            try await client.execute(uri: "/audit/proof/\(leaf)", method: .get) { response in
                let receipt = try AuditReceipt(String(buffer: response.body))
                try receipt.verify(keys: [log.verifierKey], origin: TestLog.origin)
                #expect(receipt.leafID == leaf)
                #expect(receipt.index == 20)
            }
        }
    }

    @Test(arguments: Language.allCases)
    func thePageSaysInEveryLanguageHowFarTheLogIs(language: Language) async throws {
        let log = try await TestLog(.sqlite)
        try await log.grow(by: [17])
        let root = try #require(try await log.checkpoint()).root.hex
        let words = try Frame(rooms: [AuditRoutes.bundle]).words

        try await application(log).test(.router) { client in
            let headers: HTTPFields = [.acceptLanguage: language.rawValue, .accept: "text/html"]
            try await client.execute(uri: "/audit", method: .get, headers: headers) { response in
                let page = String(buffer: response.body)
                #expect(response.status == .ok)
                #expect(page.contains(root))
                #expect(page.contains(words.phrases(language)("audit.title")))
                #expect(!page.contains("[audit."))
            }
        }
    }
}

private struct Answered: Error {
    let status: Int
}
