import Synchronization
import Vault

/// The hashes of the last pictures, in memory only: no camera ever makes the same picture twice, a recording does.
final class PictureMemory: Sendable {
    static let kept = 256

    private let seen = Mutex<[[UInt8]]>([])

    /// - Throws: ``FaceRefused/stale`` for a picture that came before.
    func meet(_ picture: FacePicture) throws(FaceRefused) {
        let hash = Digest.sha256(picture.jpeg)
        let isNew = seen.withLock { seen in
            guard !seen.contains(hash) else { return false }
            seen = seen.suffix(Self.kept - 1) + [hash]
            return true
        }
        guard isNew else { throw .stale }
    }
}
