import Vault

extension PaperFacts {
    /// SHA-256 of the canonical bytes.
    var digest: [UInt8] { get throws { Digest.sha256(try bytes()) } }
}
