/// A terminal's word about itself, every thirty seconds and whenever it stops.
public struct HealthReport: Codable, Hashable, Sendable {
    public enum Device: String, Codable, Sendable, CaseIterable {
        case ready
        case attention
        case out
    }

    public let version: String
    public let cardReader: Device
    public let camera: Device
    public let printer: Device
    /// Closed words such as `paper-out`, `low-toner`.
    public let printerReasons: [String]
    /// Set when the terminal has stopped serving by itself: a closed word such as `print-mismatch`.
    public let stopped: String?
    public let clockMs: Int64

    public init(
        version: String, cardReader: Device, camera: Device, printer: Device, printerReasons: [String],
        stopped: String?, clockMs: Int64
    ) {
        self.version = version
        self.cardReader = cardReader
        self.camera = camera
        self.printer = printer
        self.printerReasons = printerReasons
        self.stopped = stopped
        self.clockMs = clockMs
    }
}

/// The centre's answer to a health report.
public struct HealthAnswer: Codable, Hashable, Sendable {
    /// Whether the terminal may serve; false when an operator or an alarm stopped it.
    public let serve: Bool
    public let ticketKeysPEM: [String]
    public let nowMs: Int64

    public init(serve: Bool, ticketKeysPEM: [String], nowMs: Int64) {
        self.serve = serve
        self.ticketKeysPEM = ticketKeysPEM
        self.nowMs = nowMs
    }
}
