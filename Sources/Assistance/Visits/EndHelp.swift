import Base
import Audit
import Identity
import Storage

/// Ends help: at the person's press, or because it must not go on.
public struct EndHelp: Sendable {
    let parts: AssistanceParts

    /// The person's press; ending what is over already does nothing.
    public func callAsFunction(
        at terminal: String, because reason: Assistance.End = .pressed, requestID: String?
    ) async throws {
        let now = parts.world.now()
        try await parts.engine.write { db in
            guard let help = try AssistanceStore.open(at: terminal, in: db) else { return }
            try one(help, because: reason, at: now, requestID, in: db)
        }
    }

    /// The agent's word that a visit is over, which may come when the next one's help has begun.
    public func visitOver(_ token: String?, at terminal: String, requestID: String) async throws {
        let now = parts.world.now()
        try await parts.engine.write { db in
            guard let help = try AssistanceStore.open(at: terminal, in: db) else { return }
            if let session = help.session, try parts.visits.visit(session, in: db) != nil { return }
            // What has just been begun with no visit yet is the next person's.
            guard help.session != nil || token == nil else { return }
            try one(help, because: .visit, at: now, requestID, in: db)
        }
    }

    /// Ends what nobody asks after any more.
    public func overdue() async throws {
        let now = parts.world.now()
        try await parts.engine.write { db in
            for help in try AssistanceStore.open(calledBefore: now - Assistance.waitMax, in: db) {
                guard let reason = try overdue(help, at: now, in: db) else { continue }
                try one(help, because: reason, at: now, nil, in: db)
            }
        }
    }

    private func overdue(
        _ help: Assistance, at now: Instant, in db: any SQLConnection
    ) throws -> Assistance.End? {
        guard let begun = help.begunAt else { return .unused }
        if now.since(begun) > Assistance.lifeMax { return .time }
        guard let session = help.session else {
            return now.since(begun) > Assistance.waitMax ? .time : nil
        }
        return try parts.visits.visit(session, in: db) == nil ? .visit : nil
    }

    /// Ends one, and writes it down unless it had never begun or was over.
    func one(
        _ help: Assistance, because reason: Assistance.End, at now: Instant, _ requestID: String?,
        in db: any SQLConnection
    ) throws {
        guard try AssistanceStore.end(help.id, because: reason, at: now, in: db) else { return }
        guard help.begunAt != nil, let volunteer = help.volunteer else { return }
        try parts.note(
            "assistance.ended", by: .helper(commitment: Volunteer.commitment(volunteer, parts.vault)),
            in: help, about: parts.commitment(ofVisit: help.session, in: db), caseNumber: help.caseNumber,
            decision: reason.rawValue, requestID, in: db)
    }
}
