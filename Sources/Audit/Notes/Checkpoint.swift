public import Vault

/// A log's promise of size and root at one time: C2SP tlog-checkpoint.
public struct Checkpoint: Hashable, Sendable {
    public let origin: String
    public let size: Int64
    /// 32 bytes.
    public let root: [UInt8]
    let note: SignedNote

    /// What is served and kept: the note's text and signatures.
    public var wire: String { note.wire }

    /// Signs a checkpoint with an Ed25519 key, whose name in the note is the origin.
    public init(origin: String, size: Int64, root: [UInt8], signedBy key: SigningKey) throws {
        self.origin = origin
        self.size = size
        self.root = root
        note = try SignedNote(
            text: "\(origin)\n\(size)\n\(StrictBase64.encode(root))\n", signingKey: key, name: origin)
    }

    /// Reads a checkpoint without believing it; nil when it is malformed.
    public init?(_ wire: String) {
        guard let note = SignedNote(wire) else { return nil }
        let lines = note.text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 4, lines.dropLast().allSatisfy({ !$0.isEmpty }),
            let size = Int64(lines[1]), size >= 0, String(size) == lines[1],
            let root = StrictBase64.decode(lines[2]), root.count == MerkleHash.length
        else { return nil }
        origin = String(lines[0])
        self.size = size
        self.root = root
        self.note = note
    }

    public func isSigned(by keys: [VerifierKey]) -> Bool { note.isSigned(by: keys) }
}
