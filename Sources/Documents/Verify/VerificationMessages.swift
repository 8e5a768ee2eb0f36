import Base
import Vault

/// The body of `POST /api/v1/verifications`.
struct VerificationAsked: Decodable {
    let code: String?
    let text: String?
}

/// Its answer.
struct VerdictAnswer: Encodable {
    let outcome: String
    let service: String?
    let issuer: String?
    let edition: Int?
    /// `yyyy-mm-dd`.
    let issuedOn: String?
    let validUntil: String?
    let holderName: String?
    let holderNumber: String?
    /// `yyyy-mm-dd`; only of a revoked paper.
    let revokedOn: String?

    init(_ verdict: Verdict) {
        outcome = verdict.outcome.rawValue
        service = verdict.facts?.serviceName
        issuer = verdict.facts?.issuer
        edition = verdict.facts?.edition
        issuedOn = verdict.facts?.issuedOn.description
        validUntil = verdict.facts?.validUntil?.description
        holderName = verdict.facts?.holderName
        holderNumber = verdict.facts?.holderNumber
        revokedOn = verdict.facts?.revokedOn?.description
    }
}

/// `/verify/keys.json`: what somebody without a network needs to check papers.
struct PublishedKeys: Encodable {
    struct Key: Encodable {
        /// The four bytes in the payload, hexadecimal.
        let id: String
        let algorithm: String
        let publicKeyPEM: String
    }

    let codeKeys: [Key]
    let sealCertificatesPEM: [String]

    init(ring: KeyRing) throws {
        let key = try ring.signingKey(.documentCode).publicKey
        codeKeys = [
            Key(id: CodePayload.keyID(of: key).hex, algorithm: key.algorithm.rawValue, publicKeyPEM: key.pem)
        ]
        sealCertificatesPEM = [try ring.certificate(for: .documentSeal).pem]
    }
}
