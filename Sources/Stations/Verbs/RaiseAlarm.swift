public import Base
public import Storage

/// Calls a person's attention to something about a terminal; the same open alarm is counted, not repeated.
public struct RaiseAlarm: Sendable {
    private let engine: any SQLEngine
    private let world: World

    public init(engine: any SQLEngine, world: World) {
        self.engine = engine
        self.world = world
    }

    /// Raises an alarm.
    ///
    /// - Parameters:
    ///   - kind: what happened.
    ///   - terminal: where, when it is about one terminal.
    ///   - detail: a closed word.
    /// - Throws: ``TerminalRefused/malformed`` when the detail is no closed word.
    public func callAsFunction(_ kind: Alarm.Kind, terminal: String?, detail: String) async throws {
        guard ClosedWord.holds(detail) else { throw TerminalRefused.malformed }
        let id = Token(world)
        let now = world.now()
        try await engine.write { db in
            try AlarmStore.raise(kind, terminal: terminal, detail: detail, id: id, at: now, in: db)
        }
    }
}
