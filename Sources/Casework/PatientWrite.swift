import Base
import Storage

extension SQLEngine {
    /// A transaction for what many want at once: who loses against the others too often tries again, a few rounds long.
    func patiently<T: Sendable>(
        _ world: World, _ work: @Sendable @escaping (any SQLConnection) throws -> T
    ) async throws -> T {
        for round in 1..<PatientWrite.roundsMax {
            do {
                return try await write(work)
            } catch SQLError.busy {
                let jitter = world.random(1).reduce(0) { $0 + Int($1) } % 20
                try await world.sleep(.milliseconds(10 * round + jitter))
            }
        }
        return try await write(work)
    }
}

enum PatientWrite {
    /// Rounds of the engine's own attempts before a person is asked to press again.
    static let roundsMax = 8
}
