public import Audit
public import Base
public import Storage

/// Closes an alarm that a person has looked at.
public struct AcknowledgeAlarm: Sendable {
    private let engine: any SQLEngine
    private let audit: AuditLog
    private let world: World

    public init(engine: any SQLEngine, audit: AuditLog, world: World) {
        self.engine = engine
        self.audit = audit
        self.world = world
    }

    /// Closes an open alarm.
    ///
    /// - Parameters:
    ///   - alarm: the alarm's id.
    ///   - staff: the account that looked at it.
    /// - Throws: ``TerminalRefused/unknownAlarm`` when there is no such open alarm.
    public func callAsFunction(_ alarm: Token, by staff: String) async throws {
        let now = world.now()
        try await engine.write { [audit] db in
            guard try AlarmStore.acknowledge(alarm, by: staff, at: now, in: db) else {
                throw TerminalRefused.unknownAlarm
            }
            try audit.append(
                AuditAct(
                    "alarm.acknowledged", actor: .staff(staff), purpose: nil, caseNumber: nil, subject: nil,
                    decision: alarm.rawValue),
                in: db)
        }
    }
}
