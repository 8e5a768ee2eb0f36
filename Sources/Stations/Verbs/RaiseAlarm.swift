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
        try await engine.write { db in try self(kind, terminal: terminal, detail: detail, in: db) }
    }

    /// The same, in the transaction of what calls for it.
    public func callAsFunction(
        _ kind: Alarm.Kind, terminal: String?, detail: String, in db: any SQLConnection
    ) throws {
        guard ClosedWord.holds(detail) else { throw TerminalRefused.malformed }
        try AlarmStore.raise(
            kind, terminal: terminal, detail: detail, id: Token(world), at: world.now(), in: db)
    }
}
