import Hummingbird
import HTTPTypes
import ServiceLifecycle

/// One thing that must work before this server takes requests.
public struct ReadinessCheck: Sendable {
    public let name: String
    /// Nil when all is well, else what is wrong, for the operator.
    public let run: @Sendable () async -> String?

    public init(_ name: String, run: @escaping @Sendable () async -> String?) {
        self.name = name
        self.run = run
    }
}

/// What watches over this server ask.
///
///     GET  /livez      whether the process answers at all
///     GET  /readyz     whether it can take requests; `?verbose` names each check
///     GET  /metrics    figures as Prometheus reads them, where the listener serves them
struct HealthRoutes: Sendable {
    let checks: [ReadinessCheck]
    let metrics: PrometheusRegistry?

    func add(to router: Router<EgretContext>) {
        router.get("livez") { _, _ in "ok\n" }
        router.get("readyz", use: ready)
        guard let metrics else { return }
        router.get("metrics") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: .init(byteBuffer: ByteBuffer(string: metrics.text())))
        }
    }

    @Sendable func ready(_ request: Request, _ context: EgretContext) async -> Response {
        var lines: [String] = []
        var isReady = !Task.isShuttingDownGracefully
        if !isReady { lines.append("[-] serving: shutting down") }
        for check in checks {
            let trouble = await check.run()
            isReady = isReady && trouble == nil
            lines.append(trouble.map { "[-] \(check.name): \($0)" } ?? "[+] \(check.name): ok")
        }
        lines.append(isReady ? "ready" : "not ready")
        let isVerbose = request.uri.query?.split(separator: "&").contains { $0.hasPrefix("verbose") } == true
        let text = (isVerbose ? lines : lines.suffix(1)).joined(separator: "\n") + "\n"
        return Response(
            status: isReady ? .ok : .serviceUnavailable,
            headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "no-store"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
