import Base
import Vault

/// How a person is named in one leaf: by a name that is good for this leaf alone.
///
/// Whoever holds her commitment finds all her leaves with it, which is she and the house; for everybody else no two leaves of the
/// public log tell that they are about one person. HMAC-SHA-256 of the leaf's id, which is drawn, under the commitment.
enum LeafPseudonym {
    static func of(_ commitment: [UInt8], in leaf: Token) -> [UInt8] {
        Digest.hmacSHA256(
            key: commitment, Array("egret leaf subject ".utf8) + Array(leaf.rawValue.utf8))
    }
}
