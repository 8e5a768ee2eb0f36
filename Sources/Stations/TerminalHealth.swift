public import Base
public import Wire

/// The last word of a terminal about itself.
public struct TerminalHealth: Hashable, Sendable {
    /// When the centre heard it, by the centre's clock.
    public let at: Instant
    public let version: String
    public let cardReader: HealthReport.Device
    public let camera: HealthReport.Device
    public let printer: HealthReport.Device
    /// Closed words such as `paper-out`.
    public let printerReasons: [String]
    /// Why the terminal says it stopped itself; nil while it serves.
    public let reportedStop: String?

    /// Whether every device that every service needs is there.
    var isWhole: Bool { cardReader != .out && printer != .out }
}
