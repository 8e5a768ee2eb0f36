import Audit
import Base
import Stations
import Storage

/// Calls for those who have let the time of a review pass: an alarm and a message, once for each broken glass.
public struct WatchGlasses: Sendable {
    let parts: StaffParts
    let raiseAlarm: RaiseAlarm
    let reviewWithin: Duration

    /// - Returns: How many reviews became overdue.
    @discardableResult
    public func callAsFunction() async throws -> Int {
        let now = parts.world.now()
        return try await parts.engine.write { [parts, raiseAlarm, reviewWithin] db in
            let overdue = try BreakGlassStore.overdue(
                openedBefore: now - reviewWithin, vault: parts.vault, in: db)
            for glass in overdue {
                try BreakGlassStore.alarmed(glass.id, at: now, in: db)
                try raiseAlarm(.glassOverdue, terminal: nil, detail: glass.account, in: db)
                try parts.note(
                    "glass.overdue", by: .system("desk"), decision: glass.account, in: db)
                try StaffNotice.enqueue(
                    .glassOverdue, for: try parts.reviewers(of: glass.account, in: db), parts.world, in: db)
            }
            return overdue.count
        }
    }
}

extension StaffParts {
    /// Those who say whether somebody had to break the glass: of her department and region, never herself.
    func reviewers(of id: String, in db: any SQLConnection) throws -> [StaffAccount] {
        let scope = try account(id, in: db).scope
        return try StaffAccountStore.active(holding: StaffRight.reviewBreakGlass.roles, vault: vault, in: db)
            .filter { $0.id != id && $0.may(.reviewBreakGlass, in: scope) }
    }

    /// Whether this one may say a word on that broken glass.
    func reviews(_ reader: StaffAccount, _ glass: BreakGlass, in db: any SQLConnection) throws -> Bool {
        guard reader.id != glass.account else { return false }
        return reader.may(.reviewBreakGlass, in: try account(glass.account, in: db).scope)
    }
}
