public import Audit
public import Base
public import Storage

/// Makes the code with which one terminal may be admitted at a station.
public struct CreateEnrolmentCode: Sendable {
    private let engine: any SQLEngine
    private let audit: AuditLog
    private let world: World

    public init(engine: any SQLEngine, audit: AuditLog, world: World) {
        self.engine = engine
        self.audit = audit
        self.world = world
    }

    /// Shows the code this once; only its hash is kept.
    ///
    /// - Parameters:
    ///   - station: the station's id.
    ///   - actor: the account that asks.
    /// - Returns: The code and the moment it ends.
    /// - Throws: ``TerminalRefused/unknownStation``.
    public func callAsFunction(station: String, by actor: AuditActor) async throws -> EnrolmentCode {
        try await engine.write { db in try self(station: station, by: actor, in: db) }
    }

    /// The same, in the transaction of whatever the code is made for.
    public func callAsFunction(
        station: String, by actor: AuditActor, in db: any SQLConnection
    ) throws -> EnrolmentCode {
        let code = EnrolmentCode(world)
        guard let hash = EnrolmentCode.hash(code.text) else { throw TerminalRefused.malformed }
        guard try StationStore.find(station, in: db) != nil else { throw TerminalRefused.unknownStation }
        try EnrolmentCodeStore.insert(
            hash, station: station, expiresAt: code.expiresAt, now: world.now(), in: db)
        try audit.append(
            AuditAct(
                "terminal.code-created", actor: actor, purpose: nil, caseNumber: nil, subject: nil,
                decision: station),
            in: db)
        return code
    }
}
