import Base
import HTTPTypes
import NIOCore
import Web

/// The browser before a terminal: sends forms and keeps the agent's cookie, as one without script does.
struct MixupBrowser {
    /// What a browser that was not wiped still knows.
    struct Memory: Sendable {
        let cookie: String?
        let caseNumber: String?
    }

    private static let cookieName = "egret_browser"

    let terminal: MixupTerminal
    let world: World
    private(set) var cookie: String?

    init(terminal: MixupTerminal, world: World, cookie: String? = nil) {
        self.terminal = terminal
        self.world = world
        self.cookie = cookie
    }

    mutating func forget() { cookie = nil }

    /// Opens a page; the agent's first one carries the cookie.
    mutating func open(_ target: String) async throws -> MixupAnswer {
        let answer = try await get(target)
        for field in answer.headers[values: .setCookie] where field.hasPrefix(Self.cookieName + "=") {
            cookie = field.dropFirst(Self.cookieName.count + 1).split(separator: ";").first.map(String.init)
        }
        return answer
    }

    func post(_ action: String, _ fields: [String: String], key: String) async throws -> MixupAnswer {
        try await terminal.browse(form(action, fields, key: key))
    }

    /// Sends, and does not wait for the answer.
    func postAlongside(_ action: String, _ fields: [String: String], key: String) {
        let (terminal, message) = (terminal, form(action, fields, key: key))
        Task { _ = try? await terminal.browse(message) }
    }

    func get(_ target: String) async throws -> MixupAnswer {
        try await terminal.browse(
            MixupMessage(method: .get, target: target, headers: headers, body: ByteBuffer()))
    }

    private func form(_ action: String, _ fields: [String: String], key: String) -> MixupMessage {
        var headers = headers
        headers[.contentType] = "application/x-www-form-urlencoded"
        let body = fields.merging([IdempotencyKey.fieldName: key]) { $1 }
            .map { "\($0)=\($1)" }.sorted().joined(separator: "&")
        return MixupMessage(method: .post, target: action, headers: headers, body: ByteBuffer(string: body))
    }

    private var headers: HTTPFields {
        var headers: HTTPFields = [.accept: "text/html"]
        if let site = HTTPField.Name("Sec-Fetch-Site") { headers[site] = "same-origin" }
        if let cookie { headers[.cookie] = "\(Self.cookieName)=\(cookie)" }
        return headers
    }
}
