/// The family of algorithms a house works with; chosen once, when its key ring is made.
public enum Suite: String, Sendable, CaseIterable {
    /// AES-256-GCM, SHA-256, HMAC-SHA-256; P-256 for documents, Ed25519 for small signatures.
    case international
    /// SM4-CTR with HMAC-SM3, SM3, SM2 with the user id of GB/T 32918 (`1234567812345678`).
    case national
}
