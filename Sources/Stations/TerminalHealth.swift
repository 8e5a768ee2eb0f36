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
    /// Which of its stops that is; nil from agents older than 0.2.
    public let reportedStopID: String?

    /// Whether both speak of one stop, or of none.
    func isAtSameStop(as other: TerminalHealth?) -> Bool {
        reportedStop == other?.reportedStop && reportedStopID == other?.reportedStopID
    }

    /// Whether every device that every service needs is there.
    var isWhole: Bool { cardReader != .out && printer != .out }
}
