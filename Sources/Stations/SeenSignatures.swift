import Base
import Synchronization
import Wire

/// The signatures this node has accepted while they could be accepted again, so that none is.
final class SeenSignatures: Sendable {
    /// A thousand terminals with twenty requests a second each would fill it; then old ones are forgotten early.
    static let countMax = 1_000_000
    /// A signature lives for the skew before and after the moment it names.
    private static let life = RequestSignature.skewMax + RequestSignature.skewMax

    private struct Memory {
        var young: Set<String> = []
        var old: Set<String> = []
        var turnedAt = Instant(milliseconds: 0)
    }

    private let memory = Mutex(Memory())

    /// - Returns: Whether this is the first time.
    func note(_ signatureInput: String, at now: Instant) -> Bool {
        memory.withLock { memory in
            if now.since(memory.turnedAt) > Self.life || memory.young.count >= Self.countMax / 2 {
                memory.old = now.since(memory.turnedAt) > Self.life + Self.life ? [] : memory.young
                memory.young = []
                memory.turnedAt = now
            }
            guard !memory.old.contains(signatureInput) else { return false }
            return memory.young.insert(signatureInput).inserted
        }
    }
}
