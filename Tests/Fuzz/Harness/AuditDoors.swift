import Base
import Vault

@testable import Audit

extension Door {
    private static let key = VerifierKey(name: "egret.example/fuzz", key: FixedKeys.ed25519.publicKey)
    private static let leaf = Array(#"{"v":1,"id":"00000000000000000000000000"}"#.utf8)

    private static func soundReceipt() throws -> AuditReceipt {
        let sibling = MerkleHash.leaf([1])
        let checkpoint = try Checkpoint(
            origin: key.name, size: 2, root: MerkleHash.node(MerkleHash.leaf(leaf), sibling),
            signedBy: FixedKeys.ed25519)
        return AuditReceipt(
            leaf: leaf, proof: InclusionProof(index: 0, size: 2, hashes: [sibling]), checkpoint: checkpoint)
    }

    /// Notes, receipts, keys, tiles and proofs of the audit log; the first byte chooses.
    static let notes = Door(
        "notes", bytesMax: 8_192,
        words: [
            "\u{2014} ", "\n\n", "c2sp.org/tlog-proof@v1\n", "extra ", "index ", "x999/", ".p/", "entries/",
        ]
    ) {
        let receipt = try soundReceipt()
        return [
            [0] + Array(receipt.checkpoint.wire.utf8), [1] + Array(receipt.text.utf8),
            [2] + Array(key.description.utf8), [3] + Array("0/x001/234.p/5".utf8),
            [3] + Array("entries/x000/x001/000".utf8), [4] + EntryBundle.encode([leaf, [1, 2]]), [5] + leaf,
            [6] + Array(repeating: 3, count: 16 + 32 * 3),
        ]
    } enter: { bytes in
        let rest = Array(bytes.dropFirst())
        let text = String(decoding: rest, as: UTF8.self)
        switch (bytes.first ?? 0) % 7 {
        case 0:
            guard let checkpoint = Checkpoint(text) else { return }
            try promise(
                Array(checkpoint.wire.utf8) == Array(text.utf8), "a checkpoint written again is another")
            guard checkpoint.isSigned(by: [key]) else { return }
            try promise(
                try checkpoint.root == soundReceipt().checkpoint.root,
                "a checkpoint that was not signed is believed")
        case 1:
            guard let receipt = try? AuditReceipt(text) else { return }
            try promise(Array(receipt.text.utf8) == Array(text.utf8), "a receipt written again is another")
            guard (try? receipt.verify(keys: [key], origin: key.name)) != nil else { return }
            try promise([leaf, [1]].contains(receipt.leaf), "a receipt proves a leaf that is not in the log")
        case 2:
            guard let key = VerifierKey(text) else { return }
            try promise(Array(key.description.utf8) == Array(text.utf8), "a key written again is another")
        case 3: try checkTile(text)
        case 4:
            guard let leaves = EntryBundle.decode(rest) else { return }
            try promise(EntryBundle.encode(leaves) == rest, "a bundle written again is another")
        case 5:
            if let id = AuditLeaf.id(in: rest) {
                try promise(Token(rawValue: id.rawValue) == id, "an id that is none")
            }
        default: checkProofs(rest)
        }
    }

    private static func checkTile(_ text: String) throws {
        guard let id = TileID(path: text) else { return }
        try promise(
            Array(id.path.utf8) == Array("tile/\(text)".utf8), "a tile's name written again is another")
        guard case .level(let level) = id.kind, level <= TileID.levelMax else { return }
        for size: Int64 in [0, 1, 255, 256, 1 << 20, .max] {
            let width = TileID.width(level: level, index: id.index, treeSize: size)
            try promise((0...TileID.widthMax).contains(width), "a tile \(width) wide")
        }
    }

    /// Nothing here can be true but by chance; it must only end.
    private static func checkProofs(_ bytes: [UInt8]) {
        guard bytes.count >= 16 else { return }
        func number(_ slice: ArraySlice<UInt8>) -> Int64 { slice.reduce(0) { $0 << 8 | Int64($1) } }
        let (first, second) = (number(bytes[0..<8]), number(bytes[8..<16]))
        let hashes = stride(from: 16, to: bytes.count, by: 32).map {
            Array(bytes[$0..<min($0 + 32, bytes.count)])
        }
        let root = MerkleHash.leaf(bytes)
        _ = InclusionProof(index: first, size: second, hashes: hashes).root(leafHash: root)
        _ = ConsistencyProof(oldSize: first, newSize: second, hashes: hashes).connects(root, to: root)
    }
}
