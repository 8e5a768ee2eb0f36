import Foundation
import HTTPTypes
import Hummingbird
import Identity
import NIOCore
import Web

/// A whole application in one request, from a program: `POST /cases` with `application/json`.
extension CaseKioskRoutes {
    /// Where a lodged case stands.
    struct Receipt: Codable {
        let number: String
        let state: CaseState.RawValue
    }

    /// Answers 201 with the case's place, number and state; a repeat under the same key gets the same.
    func lodge(_ request: Request, _ context: EgretContext) async throws -> Response {
        let bytes = try await body(of: request, context)
        let application = try JSONDecoder().decode(Application.self, from: Data(bytes))
        let (current, token, terminal) = (identity.current, context.sessionToken, context.terminalID)
        let number = try await verbs.lodge(
            application, by: { db in try current.identified(token: token, terminal: terminal, in: db) },
            once: idempotency.key(of: request, context, body: bytes), requestID: context.requestID)
        let encoder = JSONEncoder()
        // A repeat is given the same bytes.
        encoder.outputFormatting = .sortedKeys
        let receipt = Receipt(number: number.rawValue, state: CaseState.submitted.rawValue)
        return Response(
            status: .created,
            headers: [.contentType: "application/json", .location: "/cases/\(number)"],
            body: .init(byteBuffer: ByteBuffer(bytes: try encoder.encode(receipt))))
    }

    static func isApplication(_ request: Request) -> Bool {
        request.headers[.contentType]?.split(separator: ";").first?.lowercased() == "application/json"
    }
}
