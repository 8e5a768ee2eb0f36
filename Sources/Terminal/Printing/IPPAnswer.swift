import CCups

/// Owner of one answer of a printer; reads from it what the agent asks about.
final class IPPAnswer {
    private let message: OpaquePointer

    /// Takes over the message.
    init(owning message: OpaquePointer) {
        self.message = message
    }

    deinit { ippDelete(message) }

    var isSuccess: Bool {
        ippGetStatusCode(message).rawValue < IPP_STATUS_ERROR_BAD_REQUEST.rawValue
    }

    /// RFC 8011 5.4.11; 0 when the printer does not say.
    var printerState: Int32 { integer("printer-state") ?? 0 }

    /// Each once, in the printer's order.
    var printerReasons: [PrinterReason] {
        texts("printer-state-reasons").reduce(into: []) { reasons, keyword in
            guard let reason = PrinterReason(ipp: keyword), !reasons.contains(reason) else { return }
            reasons.append(reason)
        }
    }

    var jobID: Int32? { integer("job-id") }

    /// Every job that the answer names.
    var jobIDs: [Int32] {
        var jobs: [Int32] = []
        var attribute = ippFindAttribute(message, "job-id", IPP_TAG_INTEGER)
        while let found = attribute {
            jobs.append(ippGetInteger(found, 0))
            attribute = ippFindNextAttribute(message, "job-id", IPP_TAG_INTEGER)
        }
        return jobs
    }

    var job: IPPJob {
        let pages = integer("job-impressions-completed") ?? integer("job-media-sheets-completed") ?? 0
        return IPPJob(
            state: integer("job-state") ?? 0, reasons: texts("job-state-reasons"), pages: Int(max(0, pages)))
    }

    private func integer(_ name: String) -> Int32? {
        ippFindAttribute(message, name, IPP_TAG_ZERO).map { ippGetInteger($0, 0) }
    }

    private func texts(_ name: String) -> [String] {
        guard let attribute = ippFindAttribute(message, name, IPP_TAG_KEYWORD) else { return [] }
        return (0..<ippGetCount(attribute)).compactMap { index in
            ippGetString(attribute, index, nil).map { String(cString: $0) }
        }
    }
}
