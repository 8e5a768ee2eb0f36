import NIOCore
import Hummingbird
import CoreMetrics
import Foundation
import HummingbirdTesting
import HTTPTypes
import Logging
import Support
import Synchronization
import Testing
import Web

@Suite struct TelemetryTests {
    private func filled() -> PrometheusRegistry {
        let registry = PrometheusRegistry()
        registry.describe("egret_jobs_done_total", "Jobs that ended well.")
        Counter(label: "jobs.done", dimensions: [("kind", "a\"b\\c\nd")], factory: registry).increment(by: 3)
        Meter(label: "terminals.online", factory: registry).set(7)
        Timer(label: "print", factory: registry).recordNanoseconds(30_000_000)
        return registry
    }

    @Test func figuresAreWrittenAsPrometheusReadsThem() {
        let text = filled().text()

        #expect(text.contains("# TYPE egret_jobs_done_total counter\n"))
        #expect(text.contains("egret_jobs_done_total{kind=\"a\\\"b\\\\c\\nd\"} 3.0\n"))
        #expect(text.contains("egret_terminals_online 7.0\n"))
        #expect(text.contains("egret_print_seconds_bucket{le=\"0.025\"} 0\n"))
        #expect(text.contains("egret_print_seconds_bucket{le=\"0.05\"} 1\n"))
        #expect(text.contains("egret_print_seconds_bucket{le=\"+Inf\"} 1\negret_print_seconds_sum 0.03\n"))
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/promtool")))
    func prometheusOwnToolAcceptsTheFigures() async throws {
        let registry = filled()
        let listener = try TestHouse().listener(.staff, metrics: registry) { $0.servesMetrics = true }
        try await listener.application(listener.router()).test(.router) { client in
            _ = try await client.execute(uri: "/help", method: .get)
        }
        let tool = Process()
        let (input, output) = (Pipe(), Pipe())
        tool.executableURL = URL(fileURLWithPath: "/usr/bin/promtool")
        tool.arguments = ["check", "metrics"]
        tool.standardInput = input
        tool.standardError = output
        tool.standardOutput = output
        try tool.run()
        input.fileHandleForWriting.write(Data(registry.text().utf8))
        try input.fileHandleForWriting.close()
        let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        tool.waitUntilExit()

        #expect(tool.terminationStatus == 0, "\(said)")
    }

    @Test func requestsAreCountedByRouteAndNeverByAddress() async throws {
        let registry = PrometheusRegistry()
        let listener = try TestHouse().listener(.staff, metrics: registry) { $0.servesMetrics = true }
        let router = listener.router()
        router.get("cases/{number}") { _, _ in "ok" }

        try await listener.application(router).test(.router) { client in
            _ = try await client.execute(uri: "/cases/XM-1", method: .get)
            _ = try await client.execute(uri: "/nowhere/13800000000", method: .get)
            let text = String(buffer: try await client.execute(uri: "/metrics", method: .get).body)
            #expect(
                text.contains(
                    "egret_http_request_duration_seconds_count{method=\"GET\",route=\"/cases/{number}\",status=\"200\",surface=\"staff\"} 1"
                ))
            #expect(!text.contains("XM-1") && !text.contains("13800000000"))
        }
    }

    @Test("ASVS 16.3.1: what is refused is counted by its closed word")
    func refusalsAreCountedByTheirClosedWord() async throws {
        let registry = PrometheusRegistry()
        let listener = try TestHouse().listener(.staff, metrics: registry) { $0.servesMetrics = true }
        let router = listener.router()
        router.get("no") { _, _ -> Response in throw Problem.forbidden }
        router.get("client") { _, context in
            context.count(refusal: "oidc-invalid-client")
            return Response(status: .unauthorized)
        }
        router.get("yes") { _, _ in Response(status: .ok) }
        try await listener.application(router).test(.router) { client in
            for path in ["/no", "/no", "/client", "/yes", "/nowhere/350203199006159807"] {
                _ = try await client.execute(uri: path, method: .get)
            }
        }

        let lines = registry.text().split(separator: "\n").filter { $0.hasPrefix("egret_refusals_total{") }
        #expect(
            lines == [
                "egret_refusals_total{slug=\"\(Problem.forbidden.slug)\",surface=\"staff\"} 2.0",
                "egret_refusals_total{slug=\"\(Problem.notFound.slug)\",surface=\"staff\"} 1.0",
                "egret_refusals_total{slug=\"oidc-invalid-client\",surface=\"staff\"} 1.0",
            ])
    }

    @Test func figuresAreServedOnlyWhereAskedFor() async throws {
        let listener = try TestHouse().listener()

        try await listener.application(listener.router()).test(.router) { client in
            let answer = try await client.execute(uri: "/metrics", method: .get)
            #expect(answer.status == .notFound)
        }
    }

    @Test func aLabelWithTooManyValuesStopsGrowing() {
        let registry = PrometheusRegistry()
        for number in 0..<2_500 {
            Counter(label: "many", dimensions: [("n", String(number))], factory: registry).increment()
        }

        #expect(registry.text().split(separator: "\n").count == 2_002)
    }

    @Test func readinessNamesWhatIsWrong() async throws {
        let checks = [
            ReadinessCheck("database") { nil }, ReadinessCheck("keys") { "the key ring is missing" },
        ]
        let listener = try TestHouse().listener(checks: checks)

        try await listener.application(listener.router()).test(.router) { client in
            #expect(try await client.execute(uri: "/livez", method: .get).status == .ok)
            let short = try await client.execute(uri: "/readyz", method: .get)
            #expect(short.status == .serviceUnavailable)
            #expect(String(buffer: short.body) == "not ready\n")
            let long = try await client.execute(uri: "/readyz?verbose", method: .get)
            #expect(
                String(buffer: long.body)
                    == "[+] database: ok\n[-] keys: the key ring is missing\nnot ready\n")
        }
    }

    @Test func theLogIsOneJSONLineWithoutAPerson() throws {
        let lines = Mutex<[String]>([])
        var logger = Logger(label: "test") { label in
            JSONLogHandler(label: label, world: .frozen()) { line in lines.withLock { $0.append(line) } }
        }
        logger[metadataKey: "phone"] = "13800000000"
        logger.info(
            "sent to 13812345678\n\"done\"", metadata: ["ms": "12", "cause": "350203199001011234 is unknown"])

        let line = try #require(lines.withLock { $0.first })
        let fields = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
        #expect(line.hasSuffix("}\n") && line.dropLast().contains("\n") == false)
        #expect(fields["time"] == "2026-03-02T01:00:00.000Z")
        #expect(fields["message"] == "sent to [number]\n\"done\"")
        #expect(fields["phone"] == "[closed]")
        #expect(fields["cause"] == "[number] is unknown")
        #expect(fields["ms"] == "12")
    }
}
