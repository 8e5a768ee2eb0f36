/// The text form of keys and certificates (RFC 7468).
enum PEM {
    static func text(_ label: StaticString, _ der: [UInt8]) -> String {
        let body = Base64.encode(der)
        let lines = stride(from: 0, to: body.count, by: 64).map { body.dropFirst($0).prefix(64) + "\n" }
        return "-----BEGIN \(label)-----\n\(lines.joined())-----END \(label)-----\n"
    }
}
