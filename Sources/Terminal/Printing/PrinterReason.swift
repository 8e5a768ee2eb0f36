/// What stands between a paper and the tray.
public enum PrinterReason: String, Sendable, CaseIterable {
    case paperOut = "paper-out"
    case jam
    case offline
    case coverOpen = "cover-open"
    case tonerOut = "toner-out"
    case tonerLow = "toner-low"
    case paperLow = "paper-low"
    /// A printed paper has not been taken out of the tray.
    case paperLeft = "paper-left"
    case other

    public var stopsPrinting: Bool {
        switch self {
        case .paperOut, .jam, .offline, .coverOpen, .tonerOut: true
        case .tonerLow, .paperLow, .paperLeft, .other: false
        }
    }

    /// Reads a `printer-state-reasons` keyword; nil for `none`.
    ///
    /// Source: RFC 8011 5.4.12 and PWG 5100.9; the suffixes `-report`, `-warning` and `-error` say how bad it is.
    init?(ipp keyword: String) {
        let bare = ["-report", "-warning", "-error"].reduce(keyword) { text, suffix in
            text.hasSuffix(suffix) ? String(text.dropLast(suffix.count)) : text
        }
        switch bare {
        case "none": return nil
        case "media-empty", "media-needed", "input-tray-missing": self = .paperOut
        case "media-low": self = .paperLow
        case "media-jam": self = .jam
        case "cover-open", "door-open", "interlock-open": self = .coverOpen
        case "toner-empty", "marker-supply-empty", "developer-empty": self = .tonerOut
        case "toner-low", "marker-supply-low", "developer-low": self = .tonerLow
        case "output-area-almost-full", "output-area-full": self = .paperLeft
        case "offline", "shutdown", "timed-out", "connecting-to-device", "paused", "stopped":
            self = .offline
        default: self = .other
        }
    }
}

extension PrinterReason {
    /// The word in the address of the centre's page.
    var problem: String {
        switch self {
        case .paperOut, .paperLow: "printer-paper-out"
        case .jam, .coverOpen: "printer-jam"
        case .offline, .tonerOut: "printer-offline"
        case .tonerLow, .paperLeft, .other: "printer-unknown"
        }
    }
}
