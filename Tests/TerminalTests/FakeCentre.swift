import Base
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Serving
import Synchronization
import Vault
import Wire

/// A centre that does what a test tells it, and remembers what it was asked.
final class FakeCentre: Sendable {
    struct Asked: Sendable {
        let method: String
        let target: String
        let headers: HTTPFields
        let body: [UInt8]
        /// Why the signature was refused; nil when it holds.
        let refused: RequestSignature.Refused?
    }

    struct Answer: Sendable {
        var status = 200
        var headers: [(String, String)] = []
        var body: [UInt8] = []
    }

    private let asked = Mutex<[Asked]>([])
    private let answers = Mutex<[String: Answer]>([:])
    private let acts = Mutex<[String: @Sendable () async -> Void]>([:])
    private let silence = Mutex<@Sendable (Asked) -> Bool>({ _ in false })
    let terminalKey: PublicKey
    private let clock: @Sendable () -> Instant

    init(terminalKey: PublicKey, clock: @escaping @Sendable () -> Instant) {
        self.terminalKey = terminalKey
        self.clock = clock
    }

    /// Answers `METHOD /path` (without the query) from now on.
    func answer(_ request: String, _ answer: Answer) {
        answers.withLock { $0[request] = answer }
    }

    /// Does something before `METHOD /path` is answered.
    func whenAsked(_ request: String, _ act: @escaping @Sendable () async -> Void) {
        acts.withLock { $0[request] = act }
    }

    func answer(_ request: String, json: some Encodable) throws {
        let body = [UInt8](try JSONEncoder().encode(json))
        answer(request, Answer(headers: [("Content-Type", "application/json")], body: body))
    }

    /// Takes these requests and says nothing, as a centre whose answers are lost, until told otherwise.
    func keepSilent(_ about: @escaping @Sendable (Asked) -> Bool) {
        silence.withLock { $0 = about }
    }

    var requests: [Asked] { asked.withLock { $0 } }

    func requests(_ request: String) -> [Asked] {
        requests.filter { "\($0.method) \($0.target)" == request }
    }

    func outcomes() throws -> [PrintOutcome] {
        try requests.filter { $0.target.hasSuffix("/outcome") }
            .map { try JSONDecoder().decode(PrintOutcome.self, from: Data($0.body)) }
    }

    func respond(_ request: Request) async throws -> Response {
        let body = Array(buffer: try await request.body.collect(upTo: 1_024 * 1_024))
        let headers = request.headers
        var refused: RequestSignature.Refused?
        do {
            try RequestSignature.verify(
                RequestSignature.Covered(
                    method: request.method.rawValue, target: request.uri.string, body: body,
                    session: headers[Self.name("Egret-Session")],
                    idempotencyKey: headers[Self.name("Idempotency-Key")]),
                contentDigest: headers[Self.name("Content-Digest")],
                signatureInput: headers[Self.name("Signature-Input")],
                signature: headers[Self.name("Signature")], key: terminalKey, now: clock())
        } catch {
            refused = error
        }
        let entry = Asked(
            method: request.method.rawValue, target: request.uri.string, headers: headers, body: body,
            refused: refused)
        asked.withLock { $0.append(entry) }
        while silence.withLock({ $0 })(entry) { try await Task.sleep(for: .milliseconds(5)) }
        if let act = acts.withLock({ $0["\(request.method.rawValue) \(request.uri.path)"] }) { await act() }
        let known = answers.withLock { $0["\(request.method.rawValue) \(request.uri.path)"] }
        let answer = known ?? Answer(status: 404)
        var fields = HTTPFields()
        for (name, value) in answer.headers { fields.append(.init(name: Self.name(name), value: value)) }
        return Response(
            status: .init(code: answer.status), headers: fields,
            body: .init(byteBuffer: ByteBuffer(bytes: answer.body)))
    }

    func application(onRunning: @escaping @Sendable (Int) async -> Void) -> some ApplicationProtocol {
        Application(
            responder: CallbackResponder<BasicRequestContext> { request, _ in try await self.respond(request)
            },
            server: .onceTaken(), configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { await onRunning($0.localAddress?.port ?? 0) })
    }

    static func name(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is a header name") }
        return name
    }
}
