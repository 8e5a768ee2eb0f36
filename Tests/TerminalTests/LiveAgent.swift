import AsyncHTTPClient
import Base
import Foundation
import Hummingbird
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Support
import Testing
import Wire

@testable import Terminal

/// The bench's agent, listening on loopback, and a browser before it.
struct LiveAgent: Sendable {
    struct Answer: Sendable {
        let status: Int
        let headers: HTTPHeaders
        let body: String

        var location: String? { headers.first(name: "Location") }
    }

    let bench: Bench
    let port: Int
    /// As the agent gave it to the first browser.
    var cookie = ""

    /// Runs a test before a served agent that has begun its first visit.
    static func run(
        state: URL? = nil, ready: Bool = true, offline: Bool = false,
        _ body: @escaping @Sendable (LiveAgent) async throws -> Void
    ) async throws {
        try await Bench.run(state: state, offline: offline) { bench in
            try bench.fake.answer(
                "POST /terminals/health",
                json: HealthAnswer(serve: true, ticketKeysPEM: [], nowMs: bench.clock.now.milliseconds))
            if ready { bench.fake.answer("POST /session/end", FakeCentre.Answer(status: 204)) }
            bench.fake.answer("GET /", FakeCentre.Answer(body: Array("front".utf8)))
            let (ports, running) = AsyncStream.makeStream(of: Int.self)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await bench.agent.application { running.yield($0) }.run() }
                var port = 0
                for await bound in ports {
                    port = bound
                    break
                }
                var live = LiveAgent(bench: bench, port: port)
                if ready {
                    while !bench.agent.readiness.isReady { try await Task.sleep(for: .milliseconds(5)) }
                    let first = try await live.get("/")
                    let given = first.headers["Set-Cookie"].first { $0.hasPrefix(Door.cookieName) }
                    live.cookie = given.flatMap { $0.split(separator: ";").first.map(String.init) } ?? ""
                } else if offline {
                    bench.agent.readiness.open()
                }
                try await body(live)
                group.cancelAll()
            }
        }
    }

    func get(_ target: String, headers: [(String, String)] = []) async throws -> Answer {
        let accept = headers.contains { $0.0 == "Accept" } ? [] : [("Accept", "text/html")]
        return try await send("GET", target, headers: headers + accept, body: nil)
    }

    /// What a form of our own page sends.
    func post(
        _ target: String, _ form: String = "",
        headers: [(String, String)] = [("Sec-Fetch-Site", "same-origin")]
    ) async throws -> Answer {
        try await send(
            "POST", target, headers: headers + [("Content-Type", "application/x-www-form-urlencoded")],
            body: form)
    }

    private func send(
        _ method: String, _ target: String, headers: [(String, String)], body: String?
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(target)")
        request.method = HTTPMethod(rawValue: method)
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        if !cookie.isEmpty, !headers.contains(where: { $0.0 == "Cookie" }) {
            request.headers.add(name: "Cookie", value: cookie)
        }
        if let body { request.body = .bytes(Array(body.utf8)) }
        let answer = try await bench.http.execute(request, timeout: .seconds(20))
        let bytes = try await answer.body.collect(upTo: 1_024 * 1_024)
        return Answer(
            status: Int(answer.status.code), headers: answer.headers,
            body: String(decoding: bytes.readableBytesView, as: UTF8.self))
    }
}
