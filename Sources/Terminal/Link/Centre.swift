import AsyncHTTPClient
import Base
import Foundation
import NIOCore
import NIOHTTP1
import Transport
import Wire

/// The terminal's way to the centre: every request is signed with the terminal's key.
struct Centre: Sendable {
    static let system = "centre"

    struct Question: Sendable {
        var method: String
        /// Path and query as they go into the request line.
        var target: String
        var body: [UInt8] = []
        var session: String?
        var idempotencyKey: String?
        var headers: [(String, String)] = []
        var timeout = Duration.seconds(10)
    }

    let http: any HTTPTransport
    /// Scheme, host and port, without a slash at the end.
    let base: String
    let identity: AgentIdentity
    let clock: CentreClock

    /// Asks, and once more when the centre refuses the time of the signature and tells its own: nothing was done yet.
    ///
    /// The body of the answer is still to be read.
    func ask(_ question: Question) async throws(PortError) -> HTTPClientResponse {
        let asked = clock.uptimeNow
        let answer = try await askOnce(question)
        guard answer.status == .unauthorized,
            let nowMs = answer.headers.first(name: WireHeader.now).flatMap(Int64.init)
        else { return answer }
        clock.learn(nowMs: nowMs, askedAt: asked)
        return try await askOnce(question)
    }

    private func askOnce(_ question: Question) async throws(PortError) -> HTTPClientResponse {
        do {
            let answer = try await http.answer(to: try signed(question), within: question.timeout)
            // A copy of it went ahead on the line, and what that one was told came to nobody: the answer is lost.
            guard answer.headers.first(name: WireHeader.replayed) == nil else {
                throw PortError.unreachable(system: Self.system)
            }
            return answer
        } catch let error as HTTPClientError where error == .deadlineExceeded || error == .readTimeout {
            throw .timedOut(system: Self.system)
        } catch {
            throw .unreachable(system: Self.system)
        }
    }

    /// Asks and reads the whole answer.
    func ask(_ question: Question, upTo bytes: Int) async throws(PortError) -> (status: Int, body: [UInt8]) {
        let answer = try await ask(question)
        do {
            let body = try await answer.body.collect(upTo: bytes)
            return (Int(answer.status.code), [UInt8](body.readableBytesView))
        } catch {
            throw .unreachable(system: Self.system)
        }
    }

    private func signed(_ question: Question) throws -> HTTPClientRequest {
        var request = HTTPClientRequest(url: base + question.target)
        request.method = HTTPMethod(rawValue: question.method)
        let covered = RequestSignature.Covered(
            method: question.method, target: question.target, body: question.body, session: question.session,
            idempotencyKey: question.idempotencyKey)
        let signature = try RequestSignature.headers(
            for: covered, terminalID: identity.terminalID, key: identity.key, world: clock.signingWorld)
        for (name, value) in question.headers + signature {
            request.headers.add(name: name, value: value)
        }
        if !question.body.isEmpty { request.body = .bytes(question.body) }
        return request
    }
}
