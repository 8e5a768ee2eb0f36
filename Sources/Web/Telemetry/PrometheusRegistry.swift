import Base
public import CoreMetrics
import HTTPTypes
import Synchronization

/// All figures of this process, as swift-metrics' backend and as the text that Prometheus reads.
///
/// Names are `egret_…` in base units (`_seconds`, `_bytes`, `_total`); labels never hold a person, a case or an address.
public final class PrometheusRegistry: MetricsFactory {
    /// A family with more series than this keeps the ones it has: a label was given too many values.
    static let seriesMax = 2_000

    private let families = Mutex<[String: MetricFamily]>([:])
    /// The series of requests by what they are about, so that a request makes no text.
    private let requests = Mutex<[RequestSeries: MetricCell]>([:])

    private struct RequestSeries: Hashable {
        let surface: Surface
        let method: String
        let route: String
        let status: Int
    }

    public init() {}

    /// Says what a figure means, in one line.
    public func describe(_ name: String, _ help: String) {
        families.withLock { $0[name, default: MetricFamily()].help = help }
    }

    /// The exposition format 0.0.4.
    public func text() -> String {
        families.withLock { families in
            families.sorted { $0.key < $1.key }.map { $1.text(name: $0) }.joined()
        }
    }

    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        NumberSeries(cell(label, suffix: "_total", .counter, dimensions))
    }

    public func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        NumberSeries(cell(label, suffix: "_total", .counter, dimensions))
    }

    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        NumberSeries(cell(label, suffix: "", .gauge, dimensions))
    }

    public func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        NumberSeries(cell(label, suffix: "", aggregate ? .histogram : .gauge, dimensions))
    }

    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        NumberSeries(cell(label, suffix: "_seconds", .histogram, dimensions))
    }

    public func destroyCounter(_ handler: any CounterHandler) {}
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    public func destroyMeter(_ handler: any MeterHandler) {}
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    public func destroyTimer(_ handler: any TimerHandler) {}

    func requestTook(
        _ duration: Duration, surface: Surface, method: HTTPRequest.Method, route: String, status: Int
    ) {
        let series = RequestSeries(
            surface: surface, method: Self.known(method), route: route, status: status)
        if let cell = requests.withLock({ $0[series] }) { return cell.record(duration.seconds) }
        let labels = [
            ("method", series.method), ("route", route), ("status", String(status)),
            ("surface", surface.rawValue),
        ]
        let cell = cell("egret_http_request_duration", suffix: "_seconds", .histogram, labels)
        requests.withLock { requests in
            if requests.count < Self.seriesMax { requests[series] = cell }
        }
        cell.record(duration.seconds)
    }

    /// Counts a request that was refused or failed, by its closed word.
    func refused(_ slug: String, on surface: Surface) {
        cell(
            "egret_refusals", suffix: "_total", .counter, [("slug", slug), ("surface", surface.rawValue)]
        ).add(1)
    }

    /// A method is free text in HTTP; only those we answer become labels.
    private static func known(_ method: HTTPRequest.Method) -> String {
        ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"].contains(method.rawValue)
            ? method.rawValue : "other"
    }

    private func cell(
        _ label: String, suffix: String, _ kind: MetricFamily.Kind, _ dimensions: [(String, String)]
    ) -> MetricCell {
        let name = Self.name(label, suffix: suffix)
        return families.withLock { $0[name, default: MetricFamily()].cell(kind, dimensions) }
    }

    private static func name(_ label: String, suffix: String) -> String {
        var name = String(label.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
        if !name.hasPrefix("egret_") { name = "egret_\(name)" }
        return name.hasSuffix(suffix) ? name : name + suffix
    }
}
