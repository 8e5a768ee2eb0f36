import Foundation
public import Hummingbird
import NIOCore
public import Web
import Wire

/// What a terminal asks for itself, before and besides serving people.
///
///     POST /terminals/enrolment    a code for an id; the only request without a signature
///     POST /terminals/health       how the terminal is, for whether it may serve
public struct TerminalRoutes: Sendable {
    private let enrol: EnrolTerminal
    private let reportHealth: ReportHealth

    public init(enrol: EnrolTerminal, reportHealth: ReportHealth) {
        self.enrol = enrol
        self.reportHealth = reportHealth
    }

    public func add(to router: Router<EgretContext>) {
        router.post("terminals/enrolment", use: enrolment)
        router.post("terminals/health", use: health)
    }

    @Sendable func enrolment(_ request: Request, _ context: EgretContext) async throws -> Response {
        let question = try JSONDecoder().decode(
            EnrolmentRequest.self, from: Data(try await body(of: request, context)))
        return try json(try await enrol(question), status: .created)
    }

    @Sendable func health(_ request: Request, _ context: EgretContext) async throws -> Response {
        guard let terminal = context.terminalID else { throw TerminalRefused.signature }
        let report = try JSONDecoder().decode(
            HealthReport.self, from: Data(try await body(of: request, context)))
        return try json(try await reportHealth(report, from: terminal))
    }
}

/// A document for a program, its keys sorted, never kept by anyone on the way.
func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Response(
        status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
        body: .init(byteBuffer: ByteBuffer(bytes: try encoder.encode(value))))
}
