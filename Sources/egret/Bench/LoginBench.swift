import Base
import Foundation
import NIOCore
import NIOPosix
import Web

/// Sign-ins by password at a steady pace, and what they do to everybody else's pages.
///
/// The names are nobody's: by design they cost what a wrong password of somebody's costs, a hash and a write.
struct LoginBench: Bench {
    static let loginsPerSecond = 10
    static let pagesPerSecond = 100

    let name = "login"
    let help = "10 sign-ins by password a second, and the pages of others alone and beside them"

    func run(_ options: BenchOptions, emit: BenchEmit) async throws {
        for engine in options.engines {
            emit(try await BenchSite.use(engine, options) { site in try await measure(site, options) })
        }
    }

    private func measure(_ site: BenchSite, _ options: BenchOptions) async throws -> BenchLine {
        let house = try await site.house()
        let server = try await BenchServer.start(house, surface: .public)
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let load = Load(port: server.port, group: group)
        let seconds = options.seconds ?? 15
        let pages = pages(seconds)
        _ = try await load.run(self.pages(1), seconds: 30)
        let alone = try await load.run(pages, seconds: Double(seconds) + 10)
        let logins = logins(seconds, house.world)
        async let signedIn = load.run(logins, seconds: Double(seconds) + 10)
        let beside = try await load.run(pages, seconds: Double(seconds) + 10)
        let answers = try await signedIn
        await server.stop()
        await house.close()
        try await group.shutdownGracefully()

        var line = BenchLine(bench: name, engine: site.engine.name)
        Self.latencies(answers).write(to: &line)
        line["rate"] = .figure(Double(answers.count) / Double(seconds))
        line["page_alone_p99_ms"] = .figure(Self.latencies(alone).percentile(0.99))
        line["page_beside_p99_ms"] = .figure(Self.latencies(beside).percentile(0.99))
        let sent = logins.reduce(0) { $0 + $1.count } + 2 * pages.reduce(0) { $0 + $1.count }
        let good = answers.count { $0.status == 422 } + (alone + beside).count { $0.status == 200 }
        line["errors"] = .count(sent - good)
        line["wrong"] = .count(answers.count { $0.status == 422 && !$0.body.contains("error-summary") })
        return line
    }

    private static func latencies(_ answers: [Load.Answer]) -> Latencies {
        answers.reduce(into: Latencies()) { $0.add($1.took) }
    }

    private func pages(_ seconds: Int) -> [[Load.Item]] {
        spread(seconds, Self.pagesPerSecond) { _ in
            Self.request("GET", "/services", type: nil, body: "")
        }
    }

    private func logins(_ seconds: Int, _ world: World) -> [[Load.Item]] {
        spread(seconds, Self.loginsPerSecond) { index in
            let name = "139" + String(index).leftPadded(to: 8)
            return Self.request(
                "POST", "/account/sign-in", type: "application/x-www-form-urlencoded",
                body:
                    "\(IdempotencyKey.fieldName)=\(Token(world))&name=\(name)&password=a-long-enough-password"
            )
        }
    }

    private func spread(_ seconds: Int, _ rate: Int, _ bytes: (_ index: Int) -> [UInt8]) -> [[Load.Item]] {
        var items = [[Load.Item]](repeating: [], count: 16)
        for index in 0..<seconds * rate {
            items[index % items.count].append(
                Load.Item(bytes: bytes(index), dueAfter: Int64(index) * 1_000_000_000 / Int64(rate)))
        }
        return items
    }

    private static func request(_ method: String, _ path: String, type: String?, body: String) -> [UInt8] {
        let head = [
            "\(method) \(path) HTTP/1.1", "Host: 127.0.0.1", "Accept: text/html",
            type.map { "Content-Type: \($0)\r\nContent-Length: \(body.utf8.count)" },
        ].compactMap(\.self)
        return Array((head.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
    }
}
