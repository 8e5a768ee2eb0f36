import Base
import Logging
import Metrics
import Web

/// How a long-running program speaks: JSON lines, and figures for Prometheus.
enum Logs {
    static func start(metrics: PrometheusRegistry? = nil, world: World = .live) {
        LoggingSystem.bootstrap { label in JSONLogHandler(label: label, world: world) }
        if let metrics { MetricsSystem.bootstrap(metrics) }
    }
}
