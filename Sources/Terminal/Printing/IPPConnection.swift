import CCups
import Glibc

/// Requests to one printer over IPP; every call blocks and ends within ``timeoutSeconds``.
struct IPPConnection {
    static let timeoutSeconds = 10.0
    private static let jobsMax: Int32 = 100

    struct Failed: Error, Hashable, Sendable {
        /// What libcups says; for the log.
        let detail: String
    }

    private let uri: String
    private let resource: String
    private let http: OpaquePointer

    /// Connects to `ipp://host[:port]/printers/name` or `ipps://…`.
    init(uri: String) throws(Failed) {
        var scheme = [CChar](repeating: 0, count: 32)
        var user = [CChar](repeating: 0, count: 256)
        var host = [CChar](repeating: 0, count: 256)
        var path = [CChar](repeating: 0, count: 1_024)
        var port: Int32 = 0
        let status = httpSeparateURI(
            HTTP_URI_CODING_ALL, uri, &scheme, Int32(scheme.count), &user, Int32(user.count), &host,
            Int32(host.count), &port, &path, Int32(path.count))
        guard status.rawValue >= HTTP_URI_STATUS_OK.rawValue else { throw Failed(detail: "address") }
        let encryption = Self.text(scheme) == "ipps" ? HTTP_ENCRYPTION_ALWAYS : HTTP_ENCRYPTION_IF_REQUESTED
        guard
            let http = httpConnect2(
                host, port, nil, AF_UNSPEC, encryption, 1, Int32(Self.timeoutSeconds * 1_000), nil)
        else { throw Failed(detail: "connect") }
        httpSetTimeout(http, Self.timeoutSeconds, nil, nil)
        self.http = http
        self.uri = uri
        resource = Self.text(path)
    }

    func close() {
        httpClose(http)
    }

    func printerState() throws(Failed) -> (state: Int32, reasons: [PrinterReason]) {
        let request = try request(IPP_OP_GET_PRINTER_ATTRIBUTES)
        let answer = try send(request)
        return (answer.printerState, answer.printerReasons)
    }

    /// Opens a job without a document.
    func createJob(name: String) throws(Failed) -> Int32 {
        let request = try request(IPP_OP_CREATE_JOB)
        ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", nil, name)
        guard let job = try send(request).jobID else { throw Failed(detail: "no job id") }
        return job
    }

    func sendDocument(_ pdf: [UInt8], job: Int32) throws(Failed) {
        let request = try request(IPP_OP_SEND_DOCUMENT, job: job)
        ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", nil, "application/pdf")
        ippAddBoolean(request, IPP_TAG_OPERATION, "last-document", 1)
        defer { ippDelete(request) }
        let length = ippLength(request) + pdf.count
        guard cupsSendRequest(http, request, resource, length) == HTTP_STATUS_CONTINUE else { throw failed() }
        let written = pdf.withUnsafeBytes {
            cupsWriteRequestData(http, $0.bindMemory(to: CChar.self).baseAddress, $0.count)
        }
        guard written == HTTP_STATUS_CONTINUE else { throw failed() }
        guard let answer = cupsGetResponse(http, resource), IPPAnswer(owning: answer).isSuccess else {
            throw failed()
        }
    }

    func job(_ job: Int32) throws(Failed) -> IPPJob {
        try send(try request(IPP_OP_GET_JOB_ATTRIBUTES, job: job)).job
    }

    /// Our own jobs that wait or are being printed.
    func unfinishedJobs() throws(Failed) -> [Int32] {
        let request = try request(IPP_OP_GET_JOBS)
        ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", nil, "not-completed")
        ippAddBoolean(request, IPP_TAG_OPERATION, "my-jobs", 1)
        ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "limit", Self.jobsMax)
        return try send(request).jobIDs
    }

    /// Ends a job and, where the printer can, removes its files.
    func cancel(_ job: Int32, purge: Bool) throws(Failed) {
        let request = try request(IPP_OP_CANCEL_JOB, job: job)
        if purge { ippAddBoolean(request, IPP_TAG_OPERATION, "purge-job", 1) }
        _ = try send(request)
    }

    private func request(_ operation: ipp_op_t, job: Int32? = nil) throws(Failed) -> OpaquePointer {
        guard let request = ippNewRequest(operation) else { throw Failed(detail: "memory") }
        ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nil, uri)
        if let job { ippAddInteger(request, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job) }
        ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nil, "egret")
        return request
    }

    /// Sends a request without a document; libcups frees the request.
    private func send(_ request: OpaquePointer) throws(Failed) -> IPPAnswer {
        guard let received = cupsDoRequest(http, request, resource) else { throw failed() }
        let answer = IPPAnswer(owning: received)
        guard answer.isSuccess else { throw failed() }
        return answer
    }

    private func failed() -> Failed {
        Failed(detail: cupsLastErrorString().map { String(cString: $0) } ?? "unknown")
    }

    private static func text(_ buffer: [CChar]) -> String {
        String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
