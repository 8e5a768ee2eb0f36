public import Base
import Synchronization

/// How many send files at once: each person one body, and all together no more than memory holds.
public final class UploadGate: Sendable {
    /// A place that was taken.
    public struct Place: Sendable {
        let gate: UploadGate
        let citizen: Token

        public func leave() {
            gate.taken.withLock { _ = $0.remove(citizen) }
        }
    }

    private let placesMax: Int
    private let taken = Mutex<Set<Token>>([])

    public init(placesMax: Int = 16) {
        self.placesMax = placesMax
    }

    /// Nil when the person is sending already, or too many others are.
    public func enter(_ citizen: Token) -> Place? {
        taken.withLock { taken in
            guard taken.count < placesMax, taken.insert(citizen).inserted else { return nil }
            return Place(gate: self, citizen: citizen)
        }
    }
}
