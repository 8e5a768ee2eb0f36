public import Base

/// A leaf with all that is needed to believe, without asking anybody, that it stands in the log: C2SP tlog-proof.
///
/// The `extra` line holds the leaf. Nothing in a receipt counts before ``verify(keys:origin:)`` has passed.
public struct AuditReceipt: Hashable, Sendable {
    public enum Refused: Error, Hashable, Sendable {
        /// The text is no receipt.
        case malformed
        /// The checkpoint is of another log.
        case origin
        /// None of the keys has signed the checkpoint.
        case signature
        /// The leaf does not stand at this place in this tree.
        case inclusion
    }

    private static let header = "c2sp.org/tlog-proof@v1"
    /// A path in a tree of 2^63 leaves.
    private static let hashesMax = 63

    public let leaf: [UInt8]
    public let checkpoint: Checkpoint
    let proof: InclusionProof

    public var index: Int64 { proof.index }
    /// The leaf's identifier, as the leaf says it.
    public var leafID: Token? { AuditLeaf.id(in: leaf) }

    init(leaf: [UInt8], proof: InclusionProof, checkpoint: Checkpoint) {
        precondition(proof.size == checkpoint.size, "a proof for the checkpoint's tree")
        self.leaf = leaf
        self.proof = proof
        self.checkpoint = checkpoint
    }

    public init(_ text: String) throws(Refused) {
        guard let blank = text.firstRange(of: "\n\n"),
            let checkpoint = Checkpoint(String(text[blank.upperBound...]))
        else { throw .malformed }
        let lines = text[..<blank.lowerBound].split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 3, lines.count <= 3 + Self.hashesMax, lines[0] == Self.header,
            let leaf = Self.value(of: "extra", in: lines[1]).flatMap({ StrictBase64.decode($0) }),
            leaf.count <= AuditLeaf.bytesMax,
            let digits = Self.value(of: "index", in: lines[2]), let index = Int64(digits), index >= 0,
            String(index) == digits
        else { throw .malformed }
        let hashes = lines.dropFirst(3).map { StrictBase64.decode($0) ?? [] }
        guard hashes.allSatisfy({ $0.count == MerkleHash.length }) else { throw .malformed }
        self.init(
            leaf: leaf, proof: InclusionProof(index: index, size: checkpoint.size, hashes: hashes),
            checkpoint: checkpoint)
    }

    /// The text of a `.tlog-proof` file.
    public var text: String {
        let head = [Self.header, "extra \(StrictBase64.encode(leaf))", "index \(proof.index)"]
        return (head + proof.hashes.map(StrictBase64.encode)).joined(separator: "\n") + "\n\n"
            + checkpoint.wire
    }

    /// Checks everything, offline.
    ///
    /// - Parameters:
    ///   - keys: The log's keys, from a source other than the receipt.
    ///   - origin: The log's name.
    /// - Throws: What does not hold.
    public func verify(keys: [VerifierKey], origin: String) throws(Refused) {
        guard checkpoint.origin == origin else { throw .origin }
        guard checkpoint.isSigned(by: keys) else { throw .signature }
        guard proof.root(leafHash: MerkleHash.leaf(leaf)) == checkpoint.root else { throw .inclusion }
    }

    private static func value(of name: String, in line: Substring) -> Substring? {
        line.hasPrefix(name + " ") ? line.dropFirst(name.count + 1) : nil
    }
}
