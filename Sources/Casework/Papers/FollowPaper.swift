public import Base
import Documents
import Storage

/// Whether the paper of a case still counts.
public enum PaperStanding: Hashable, Sendable {
    /// There is none, or its bytes were forgotten.
    case none
    case valid
    /// Its last valid day.
    case expired(CalendarDate)
    /// The day on which it was revoked.
    case revoked(CalendarDate)

    var isRevoked: Bool { if case .revoked = self { true } else { false } }
}

/// Reads what has become of a case's paper after it was issued.
public struct FollowPaper: Sendable {
    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// For a case that its caller has found to be the person's own.
    func callAsFunction(_ file: CaseFile) async throws -> PaperStanding {
        let now = parts.world.now()
        return try await parts.engine.read { db in try Self.standing(file.number, at: now, in: db) }
    }

    static func standing(
        _ number: CaseNumber, at now: Instant, in db: any SQLConnection
    ) throws -> PaperStanding {
        guard let record = try DocumentStore.find(caseNumber: number.rawValue, in: db) else { return .none }
        guard record.state != .revoked else {
            return .revoked(CalendarDate(inChinaAt: record.stateChangedAt))
        }
        guard let last = record.validUntil, record.isExpired(at: now) else { return .valid }
        return .expired(last)
    }
}

extension CaseFile {
    /// As ``isUnfinished(at:_:)``, and a paper that waits to be printed still counts.
    func isUnfinished(
        at now: Instant, _ figures: HandlingFigures, in db: any SQLConnection
    ) throws -> Bool {
        guard isUnfinished(at: now, figures) else { return false }
        return try state != .issued || FollowPaper.standing(number, at: now, in: db).mayCount
    }
}

extension PaperStanding {
    /// Whether nothing is known that ended it.
    var mayCount: Bool {
        switch self {
        case .none, .valid: true
        case .expired, .revoked: false
        }
    }
}
