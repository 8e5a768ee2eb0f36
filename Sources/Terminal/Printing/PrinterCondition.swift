public import Wire

/// The printer's word about itself.
public struct PrinterCondition: Hashable, Sendable {
    public let device: HealthReport.Device
    public let reasons: [PrinterReason]

    public init(device: HealthReport.Device, reasons: [PrinterReason]) {
        self.device = device
        self.reasons = reasons
    }

    public static let ready = PrinterCondition(device: .ready, reasons: [])

    /// A condition from what the printer complains about.
    public init(_ reasons: [PrinterReason]) {
        let device: HealthReport.Device =
            reasons.contains(where: \.stopsPrinting) ? .out : reasons.isEmpty ? .ready : .attention
        self.init(device: device, reasons: reasons)
    }
}
