import Foundation
import Hummingbird
import NIOCore

/// What a browser or a program posted to the sandbox's portal.
struct PortalForm: Sendable {
    private static let bytesMax = 65_536

    private let fields: [String: String]

    init(_ request: Request) async throws {
        let body = try await request.body.collect(upTo: Self.bytesMax)
        var parts = URLComponents()
        // The query's decoder leaves plus signs alone, a form's writer means spaces by them.
        parts.percentEncodedQuery = String(buffer: body).replacing("+", with: "%20")
        fields = Dictionary(
            (parts.queryItems ?? []).map { ($0.name, $0.value ?? "") },
            uniquingKeysWith: { first, _ in first })
    }

    subscript(_ name: String) -> String? { fields[name] }

    static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}
