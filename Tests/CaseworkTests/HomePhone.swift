import Audit
import Base
import Catalogue
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Stations
import Storage
import Supervision
import Support
import Uploads
import Vault
import Web

@testable import Casework
@testable import Identity

/// A browser of a person's own on the public site, signed in to her account or not.
struct HomePhone {
    let client: any TestClientProtocol
    /// Nil: nobody is signed in.
    let account: AccountSession?
    var language = "en"

    func get(_ path: String) async throws -> TestResponse {
        try await client.execute(uri: path, method: .get, headers: headers)
    }

    /// Where a GET leads in the end.
    func follow(_ path: String) async throws -> (path: String, page: String) {
        var path = path
        for _ in 1...5 {
            let answer = try await get(path)
            guard let next = answer.headers[.location] else { return (path, String(buffer: answer.body)) }
            path = next
        }
        return (path, "")
    }

    func post(_ path: String, _ fields: [String: String] = [:], key: Token) async throws -> TestResponse {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._")
        let all = fields.merging([IdempotencyKey.fieldName: key.rawValue]) { $1 }
        let body = all.sorted { $0.key < $1.key }.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")"
        }.joined(separator: "&")
        var headers = headers
        headers[.contentType] = "application/x-www-form-urlencoded"
        return try await client.execute(
            uri: path, method: .post, headers: headers, body: ByteBuffer(string: body))
    }

    /// Sends files as a browser does.
    func send(
        _ path: String, _ files: [[UInt8]], key: Token, fields: [(String, String)] = [],
        boundary: String = "first"
    ) async throws -> TestResponse {
        let (body, type) = SampleFiles.form(
            [(IdempotencyKey.fieldName, key.rawValue)] + fields, files: files.map { ("a", $0) },
            boundary: boundary)
        var headers = headers
        headers[.contentType] = type
        return try await client.execute(
            uri: path, method: .post, headers: headers, body: ByteBuffer(bytes: body))
    }

    private var headers: HTTPFields {
        [.accept: "text/html", .acceptLanguage: language]
    }
}

extension CaseHouse {
    /// A person who is signed in at home.
    func account(
        _ session: IdentifiedSession, level: Assurance = .substantial
    ) async throws -> AccountSession {
        let account = AccountSession(
            id: Token(world), citizen: session.citizen, state: .open,
            factors: level == .basic ? [.password] : [.password, .totp], level: level, language: .english,
            startedAt: clock.now, lastSeenAt: clock.now, authenticatedAt: clock.now,
            tokenHash: world.random(32))
        try await engine.write { db in try AccountSessionStore.insert(account, in: db) }
        return account
    }

    /// The public site as the browser of one account sees it; `isSignedIn` is asked as often as a route asks who is there.
    func phone(
        _ account: AccountSession?, language: String = "en",
        isSignedIn: @escaping @Sendable () -> Bool = { true },
        _ test: @Sendable (HomePhone) async throws -> Void
    ) async throws {
        var settings = Listener.Settings()
        settings.bodyMaxBytes = verbs.files.limits.drainedBytes
        let listener = Listener(.public, settings: settings, frame: frame, world: world)
        let router = listener.router()
        let idempotency = Idempotency(engine: engine, vault: vault, world: world)
        let signedIn: AwayRoutes.Account = { _ in
            guard let account, isSignedIn() else { throw AccountRefused.signedOut }
            return account
        }
        let (own, world) = (verbs.own, world)
        let forms = FormRoutes(
            frame: frame, world: world, catalogue: catalogue, verbs: verbs, stations: stations.queries,
            idempotency: idempotency, place: .phone,
            known: { context, number in try await own.session(number, of: signedIn(context)) },
            mayOpen: { context in try await signedIn(context).isFresh(at: world.now()) })
        AwayRoutes(
            frame: frame, world: world, verbs: verbs, idempotency: idempotency, account: signedIn,
            forms: forms
        ).add(to: router, account: router.group("account"))
        RatingPhoneRoutes(
            frame: frame, world: world, owned: verbs.owned, catalogue: catalogue,
            rate: RateCase(
                engine: engine, audit: AuditLog(world: world), stations: stations.queries, world: world),
            ratings: RatingQueries(engine: engine), idempotency: idempotency,
            known: { context, number in try await own.session(number, of: signedIn(context)) }
        ).add(to: router.group("account"))
        try await listener.application(router).test(.router) { client in
            try await test(HomePhone(client: client, account: account, language: language))
        }
    }
}
