public import Base
public import Storage
import Synchronization
import Vault

/// What this node believes about each terminal, at most five seconds old.
///
/// The verbs of this node make it forget at once, so a terminal that is stopped or revoked here is refused with its
/// next request; other nodes of the house follow within ``ageMax``.
public final class TerminalGate: Sendable {
    static let ageMax = Duration.seconds(5)

    struct Pass: Sendable {
        let id: String
        let key: PublicKey
        let state: StationTerminal.State
    }

    private struct Memory {
        var passes: [String: (pass: Pass, readAt: Duration)] = [:]
        /// Counts forgettings, so that a reading which began before one is not kept after it.
        var generation = 0
    }

    private let engine: any SQLEngine
    private let world: World
    private let memory = Mutex(Memory())

    public init(engine: any SQLEngine, world: World) {
        self.engine = engine
        self.world = world
    }

    /// - Returns: Nil when no terminal has this id.
    func pass(_ id: String) async throws -> Pass? {
        let now = world.steady.now()
        let (kept, generation) = memory.withLock { memory in (memory.passes[id], memory.generation) }
        if let kept, now - kept.readAt <= Self.ageMax { return kept.pass }
        guard Token(rawValue: id) != nil,
            let terminal = try await engine.read({ db in try TerminalStore.find(id, in: db) })
        else { return nil }
        let pass = Pass(
            id: id, key: try PublicKey(pem: terminal.publicKeyPEM), state: terminal.state)
        memory.withLock { memory in
            if memory.generation == generation { memory.passes[id] = (pass, now) }
        }
        return pass
    }

    func forget(_ id: String) {
        memory.withLock { memory in
            memory.passes[id] = nil
            memory.generation += 1
        }
    }
}
