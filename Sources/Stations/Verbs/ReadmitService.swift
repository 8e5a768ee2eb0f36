public import Audit
public import Storage

/// Lets a stopped service go on at a terminal.
public struct ReadmitService: Sendable {
    private let engine: any SQLEngine
    private let audit: AuditLog

    public init(engine: any SQLEngine, audit: AuditLog) {
        self.engine = engine
        self.audit = audit
    }

    /// - Returns: Whether it was stopped there.
    @discardableResult
    public func callAsFunction(
        _ service: String, at terminal: String, by actor: AuditActor
    ) async throws -> Bool {
        try await engine.write { [audit] db in
            guard let stop = try ServiceStopStore.find(service, at: terminal, in: db) else { return false }
            try ServiceStopStore.delete(service, at: terminal, in: db)
            try audit.append(
                AuditAct(
                    "service.readmitted", actor: actor, purpose: service, caseNumber: nil, subject: nil,
                    decision: stop.reason, terminal: terminal),
                in: db)
            return true
        }
    }
}
