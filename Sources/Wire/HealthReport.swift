/// A terminal's word about itself, at least every thirty seconds and whenever it stops.
public struct HealthReport: Codable, Hashable, Sendable {
    public enum Device: String, Codable, Sendable, CaseIterable {
        case ready
        case attention
        case out
    }

    /// Which life of the agent speaks, and which of its reports this is: two machines with one key show by it.
    public struct Run: Codable, Hashable, Sendable {
        /// A ``Token`` made by chance when the agent starts.
        public let boot: String
        /// 1 for the first report of this life, one more for each.
        public let count: Int64
        /// Milliseconds since 1970 by the centre's clock; 0 while the terminal does not know it.
        public let sentAtMs: Int64

        public init(boot: String, count: Int64, sentAtMs: Int64) {
            self.boot = boot
            self.count = count
            self.sentAtMs = sentAtMs
        }
    }

    public let version: String
    public let cardReader: Device
    public let camera: Device
    public let printer: Device
    /// Closed words such as `paper-out`, `low-toner`.
    public let printerReasons: [String]
    /// Set when the terminal has stopped serving by itself: a closed word such as `print-mismatch`.
    public let stopped: String?
    /// Tells two stops for one reason apart; nil from agents older than 0.2.
    ///
    /// A ``Token`` made by chance when the terminal stopped.
    public let stopID: String?
    public let clockMs: Int64
    /// Nil from agents older than 0.2.
    public let run: Run?
    /// Serial numbers by device (`card-reader`, `camera`), of those that can say theirs now.
    public let serials: [String: String]?

    public init(
        version: String, cardReader: Device, camera: Device, printer: Device, printerReasons: [String],
        stopped: String?, stopID: String? = nil, clockMs: Int64, run: Run? = nil,
        serials: [String: String]? = nil
    ) {
        self.version = version
        self.cardReader = cardReader
        self.camera = camera
        self.printer = printer
        self.printerReasons = printerReasons
        self.stopped = stopped
        self.stopID = stopID
        self.clockMs = clockMs
        self.run = run
        self.serials = serials
    }
}

/// The centre's answer to a health report.
public struct HealthAnswer: Codable, Hashable, Sendable {
    /// Whether the terminal may serve; false when an operator or an alarm stopped it.
    public let serve: Bool
    /// The terminal's last stop that the centre knows of: `serve` opens this one and no other.
    public let stopID: String?
    public let ticketKeysPEM: [String]
    public let nowMs: Int64

    public init(serve: Bool, stopID: String? = nil, ticketKeysPEM: [String], nowMs: Int64) {
        self.serve = serve
        self.stopID = stopID
        self.ticketKeysPEM = ticketKeysPEM
        self.nowMs = nowMs
    }
}
