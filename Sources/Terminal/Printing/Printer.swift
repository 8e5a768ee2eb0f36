public import Wire

/// One sealed paper on its way to the printer; it lives in memory only.
public struct Paper: Sendable {
    /// Names the job at the printer; says nothing about the citizen.
    public let ticketID: String
    public let pdf: [UInt8]
    public let pages: Int

    public init(ticketID: String, pdf: [UInt8], pages: Int) {
        self.ticketID = ticketID
        self.pdf = pdf
        self.pages = pages
    }
}

/// The terminal's printer.
///
/// Contract: ``print(_:)`` sends a paper once and never again; it answers `printed` only on the printer's own word,
/// `failed` only when nothing usable can have come out, `unknown` otherwise; it keeps no copy afterwards.
public protocol Printer: Sendable {
    func condition() async -> PrinterCondition
    func print(_ paper: Paper) async -> PrintOutcome
}
