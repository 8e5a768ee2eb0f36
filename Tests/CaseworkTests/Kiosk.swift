import Audit
import Base
import Casework
import Catalogue
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Identity
import NIOCore
import Representation
import Stations
import Storage
import Supervision
import Support
import Testing
import Web
import Wire

/// A terminal as its agent behaves: it keeps the session that answers carry, and says which terminal it is.
final class Kiosk {
    let client: any TestClientProtocol
    let terminal: String
    let language: String
    var session: String?
    private var keys = World.frozen(seed: 99)
    /// Every act is sent twice under its key, with the session of the first time.
    var repeats = true
    /// Whether its screen is set to large print.
    var isLarge = false

    init(_ client: any TestClientProtocol, terminal: String, language: String = "en") {
        self.client = client
        self.terminal = terminal
        self.language = language
    }

    func get(_ path: String) async throws -> TestResponse {
        try await client.execute(uri: path, method: .get, headers: headers(nil))
    }

    /// Where a GET leads in the end.
    func follow(_ path: String) async throws -> (path: String, page: String) {
        var path = path
        for _ in 1...5 {
            let answer = try await get(path)
            guard let next = answer.headers[.location] else {
                return (path, String(buffer: answer.body))
            }
            path = next
        }
        Issue.record("going in circles at \(path)")
        return (path, "")
    }

    @discardableResult
    func post(_ path: String, _ fields: [String: String] = [:]) async throws -> TestResponse {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: "-._")
        let body = fields.sorted { $0.key < $1.key }.map { name, value in
            "\(name)=\(value.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")"
        }.joined(separator: "&")
        return try await send(path, body, "application/x-www-form-urlencoded")
    }

    @discardableResult
    func postJSON(_ path: String, _ value: some Encodable) async throws -> TestResponse {
        let body = String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
        return try await send(path, body, "application/json")
    }

    /// Asks for a paper once; another asking is another act.
    func paper(_ ticket: String) async throws -> TestResponse {
        try await client.execute(uri: "/papers/\(ticket)", method: .post, headers: headers(nil))
    }

    private func send(_ path: String, _ body: String, _ type: String) async throws -> TestResponse {
        let key = Token(keys).rawValue
        var headers = headers(key)
        headers[.contentType] = type
        let first = try await client.execute(
            uri: path, method: .post, headers: headers, body: ByteBuffer(string: body))
        if repeats, first.status.code < 400 {
            let second = try await client.execute(
                uri: path, method: .post, headers: headers, body: ByteBuffer(string: body))
            #expect(second.status == first.status, "\(path)")
            #expect(second.body == first.body, "\(path)")
            for name in [HTTPField.Name.location, .egretSession, .egretSubject, .egretActingFor] {
                #expect(second.headers[name] == first.headers[name], "\(path)")
            }
        }
        switch first.headers[.egretSession] {
        case nil: break
        case "end": session = nil
        case let token: session = token
        }
        return first
    }

    private func headers(_ key: String?) -> HTTPFields {
        var headers: HTTPFields = [.accept: "text/html", .acceptLanguage: language]
        headers[Self.terminalHeader] = terminal
        headers[.egretSession] = session
        headers[.idempotencyKey] = key
        if isLarge { headers[.cookie] = "egret_display=\(language).large" }
        return headers
    }

    static var terminalHeader: HTTPField.Name {
        guard let name = HTTPField.Name("X-Test-Terminal") else { preconditionFailure("a name") }
        return name
    }
}

/// Stands where signatures are checked: the terminal is who it says.
private struct BelievedTerminal: RouterMiddleware {
    func handle(
        _ request: Request, context: EgretContext, next: (Request, EgretContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.terminalID = request.headers[Kiosk.terminalHeader]
        return try await next(request, context)
    }
}

extension CaseHouse {
    func kiosk(
        _ terminal: Int = 0, language: String = "en", _ test: @Sendable (Kiosk) async throws -> Void
    ) async throws {
        let id = terminals[terminal]
        try await application().test(.router) { client in
            try await test(Kiosk(client, terminal: id, language: language))
        }
    }

    private func application() -> some ApplicationProtocol {
        let listener = Listener(.terminal, frame: frame, world: world)
        let router = listener.router()
        router.add(middleware: BelievedTerminal())
        let idempotency = Idempotency(engine: engine, vault: vault, world: world)
        let journey = CaseKioskRoutes(
            frame: frame, world: world, catalogue: catalogue, identity: identity, verbs: verbs,
            stations: stations.queries, idempotency: idempotency, site: "https://egret.example.gov.cn")
        journey.add(to: router)
        ActingRoutes(
            frame: frame, world: world, identity: identity, choose: verbs.acting, idempotency: idempotency,
            kinds: journey.representation, next: journey.next
        ).add(to: router)
        let known: MandateRoutes.Known = { [identity] context in
            MandateRoutes.Person(
                try await identity.current.identified(
                    token: context.sessionToken, terminal: context.terminalID))
        }
        MandateRoutes(
            frame: frame, world: world, manage: verbs.mandates, idempotency: idempotency, known: known,
            proved: known
        ).add(to: router)
        IdentityKioskRoutes(
            frame: frame, world: world, verbs: identity, accounts: accounts, idempotency: idempotency,
            ways: journey.ways, waysHere: journey.waysHere, next: journey.next
        ).add(to: router)
        PrintRoutes(identity: identity, print: verbs.print, idempotency: idempotency).add(to: router)
        RatingRoutes(
            frame: frame, world: world, identity: identity, owned: verbs.owned, catalogue: catalogue,
            rate: RateCase(
                engine: engine, audit: AuditLog(world: world), stations: stations.queries, world: world),
            idempotency: idempotency
        ).add(to: router)
        return listener.application(router)
    }
}

extension Kiosk {
    /// From the first screen to the case, by the face or by the code; answers where the case stands.
    func identify(
        _ house: CaseHouse, for service: ServiceID = CaseHouse.residence, by way: Way = .face,
        _ person: TestPerson = .one,
        forAnother: Bool = false
    ) async throws -> String {
        #expect(try await get("/").status == .ok)
        #expect(try await get("/services/\(service.rawValue)").status == .ok)
        let begun = try await post("/services/\(service.rawValue)/start\(forAnother ? "?whom=another" : "")")
        #expect(begun.headers[.location] == "/identification")
        #expect(try await get("/identification").status == .ok)
        let chosen = try await post("/identification/way", ["way": way.rawValue])
        if way == .face {
            #expect(chosen.headers[.location] == "/identification/consent")
            #expect(try await get("/identification/consent").status == .ok)
            try await post("/identification/consent", ["face": "yes"])
        }
        #expect(try await get("/identification/card").status == .ok)
        let read = try await postJSON("/identification/card", person.card)
        #expect(read.headers[.location] == "/identification/\(way.rawValue)")
        #expect(try await get("/identification/\(way.rawValue)").status == .ok)
        let proved =
            way == .face
            ? try await postJSON("/identification/face", Kiosk.picture(1))
            : try await post("/identification/code", ["code": house.messages.code])
        #expect(proved.status == .seeOther)
        #expect(proved.headers[.egretSubject]?.count == 64)
        return proved.headers[.location] ?? ""
    }

    static func picture(_ last: UInt8) -> FaceCapture {
        FaceCapture(jpegBase64: Data([0xFF, 0xD8, last]).base64EncodedString(), takenAtMs: 0)
    }
}
