import Base
import Foundation
public import Vault

/// The public half of a log's key, in the text form of Go's `note` package: `name+hash+base64`.
public struct VerifierKey: Hashable, Sendable, CustomStringConvertible {
    /// C2SP signed-note: Ed25519.
    private static let algorithm: UInt8 = 1

    public let name: String
    public let key: PublicKey
    let id: [UInt8]

    /// - Parameters:
    ///   - name: Not empty, without spaces and `+`; a log's origin.
    ///   - key: Ed25519.
    public init(name: String, key: PublicKey) {
        precondition(Self.isName(name), "a key name has no spaces and no plus")
        precondition(key.algorithm == .ed25519, "notes of type 1 are signed with Ed25519")
        self.name = name
        self.key = key
        id = Array(Digest.sha256(Array(name.utf8) + [0x0A, Self.algorithm] + key.raw).prefix(4))
    }

    /// - Returns: Nil unless the text is a key of this form whose hash is right.
    public init?(_ text: String) {
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, Self.isName(parts[0]), let bytes = StrictBase64.decode(parts[2]),
            bytes.count == 33, bytes[0] == Self.algorithm,
            let key = try? PublicKey(algorithm: .ed25519, raw: Array(bytes.dropFirst()))
        else { return nil }
        self.init(name: String(parts[0]), key: key)
        guard id.hex == parts[1] else { return nil }
    }

    public var description: String {
        "\(name)+\(id.hex)+\(StrictBase64.encode([Self.algorithm] + key.raw))"
    }

    static func isName(_ text: some StringProtocol) -> Bool {
        !text.isEmpty
            && text.unicodeScalars.allSatisfy {
                $0 != "+" && !$0.properties.isWhitespace && $0.value >= 0x20
            }
    }
}
