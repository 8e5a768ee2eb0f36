import Base
import Vault

/// Whose act a key names: by its hash in the table, and by what only the one who sent it holds.
///
/// The answer may carry a session's token or a person's page. So it is sealed under the ring and the sender's own session and
/// key together: the database keeps the hash of these alone, and whoever has database and ring still opens no answer.
struct ActScope: Sendable {
    let hash: [UInt8]
    private let secret: [UInt8]

    /// Another session's key is another key.
    init(_ key: Token, _ context: EgretContext) {
        let parts = [
            context.surface.rawValue, context.sessionToken ?? context.terminalID ?? "", key.rawValue,
        ]
        // Each part with its length, so that no two lists of parts are one text.
        secret = Array(parts.map { "\($0.utf8.count):\($0)" }.joined(separator: ",").utf8)
        hash = Digest.sha256(secret)
    }

    func seal(_ answer: [UInt8], _ vault: Vault) throws -> [UInt8] {
        try vault.seal(answer, at: place, heldBy: secret)
    }

    func open(_ sealed: [UInt8], _ vault: Vault) throws -> [UInt8] {
        do {
            return try vault.open(sealed, at: place, heldBy: secret)
        } catch VaultError.tampered {
            // Kept by a release that sealed under the ring alone; none is older than seven days.
            return try vault.open(sealed, at: place)
        }
    }

    private var place: FieldPlace { FieldPlace("idempotency_keys", "answer_sealed", row: hash.hex) }
}
