import Foundation
import HTTPTypes
import Hummingbird
import NIOCore

/// An answer as it is kept for a repeat of its request.
struct StoredAnswer: Codable, Sendable {
    static let bodyMaxBytes = 1_024 * 1_024
    static let headersKept: Set<HTTPField.Name> = [
        .contentType, .location, .setCookie, .contentDisposition, .egretSession, .egretSubject,
        .egretActingFor,
        .clearSiteData,
    ]

    private struct Header: Codable {
        let name: String
        let value: String
    }

    private let status: Int
    private let headers: [Header]
    private let body: Data
    /// Whether somebody helped at the screen when it was made; nil where an older release kept it, which said nothing of it.
    private let isMasked: Bool?

    init(_ response: Response) async throws {
        let bytes = try await response.collected()
        guard bytes.count <= Self.bodyMaxBytes else {
            throw Problem.fault("an answer of \(bytes.count) bytes is not kept for a repeat")
        }
        status = response.status.code
        headers = response.headers.filter { Self.headersKept.contains($0.name) }
            .map { Header(name: $0.name.canonicalName, value: $0.value) }
        body = Data(bytes)
        isMasked = Masking.isOn
    }

    /// The answer, given again to who stands there now.
    ///
    /// A page that was made before a helper came hides nothing from her, and one that was made beside her hides what she has
    /// left: neither is shown again. Nor is one whose session `isOver`: a browser that is left behind has its form still, and
    /// would be shown it at a press. `place`, where its form stood, shows what there is to see now; nothing is done twice.
    func response(elseAt place: String, isOver: Bool = false) -> Response {
        var fields = HTTPFields()
        for header in headers {
            guard let name = HTTPField.Name(header.name) else { continue }
            fields.append(HTTPField(name: name, value: header.value))
        }
        let isPage = fields[.contentType]?.hasPrefix("text/html") == true
        guard !isPage || (!isOver && (isMasked ?? false) == Masking.isOn) else {
            fields[.contentType] = nil
            fields[.location] = place
            return Response(status: .seeOther, headers: fields)
        }
        return Response(
            status: .init(code: status), headers: fields, body: .init(byteBuffer: ByteBuffer(bytes: body)))
    }
}
