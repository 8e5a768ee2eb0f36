import Base

/// The body of a form, as a program posts it.
struct FormBody: Sendable {
    static let type = "application/x-www-form-urlencoded"

    let bytes: [UInt8]

    init(_ fields: [(String, String)]) {
        bytes = Array(fields.map { "\($0)=\(Self.escaped($1))" }.joined(separator: "&").utf8)
    }

    private static func escaped(_ text: String) -> String {
        text.utf8.map { unreserved.contains($0) ? String(UnicodeScalar($0)) : "%" + [$0].hex }.joined()
    }

    private static let unreserved = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)
}
