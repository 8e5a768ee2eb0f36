/// What a signing key of the house is for; no key serves two purposes.
public enum KeyPurpose: String, Sendable, CaseIterable, Codable {
    /// Signs the audit log's checkpoints; always Ed25519, for verifiers that we did not write.
    case auditCheckpoint
    /// Signs the ticket without which a terminal prints nothing.
    case printTicket
    /// Seals issued documents.
    case documentSeal
    /// Signs the code printed on a paper.
    case documentCode
    /// Signs messages to other departments.
    case exchange
    /// Signs what the identity authority of the sandbox says.
    case identityAuthority
    /// Signs requests to the national network identity service, and opens what it seals to us; always P-256, for envelopes.
    case networkIdentity

    func algorithm(_ suite: Suite) -> SigningKey.Algorithm {
        switch (self, suite) {
        case (.auditCheckpoint, _): .ed25519
        case (.networkIdentity, _): .p256
        case (.printTicket, .international), (.documentCode, .international): .ed25519
        case (.documentSeal, .international), (.exchange, .international),
            (.identityAuthority, .international):
            .p256
        case (_, .national): .sm2
        }
    }

    /// The name on the certificate made with the ring; nil when the purpose needs none.
    var testCommonName: String? {
        switch self {
        case .auditCheckpoint, .printTicket, .documentCode: nil
        case .documentSeal: "Egret TEST seal – not legally valid"
        case .exchange: "Egret TEST exchange – not legally valid"
        case .identityAuthority: "Egret TEST identity authority – not legally valid"
        case .networkIdentity: "Egret TEST network identity – not legally valid"
        }
    }
}
