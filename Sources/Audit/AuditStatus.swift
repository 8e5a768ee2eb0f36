public import Base
public import Storage

/// How far the log has come, for the public page, the readiness check and `egret doctor`.
public struct AuditStatus: Hashable, Sendable {
    /// Leaves under the last checkpoint.
    public let size: Int64
    /// 32 bytes; nil before the first checkpoint.
    public let root: [UInt8]?
    /// Acts that are committed and have no place yet.
    public let pending: Int64
    /// When the oldest of them happened; more than a few seconds ago means that the integrator stands still.
    public let oldestPendingAt: Instant?

    public static func read(in db: any SQLConnection) throws -> AuditStatus {
        let last = try AuditRecords.lastCheckpoint(in: db)
        let pending = try AuditRecords.pendingSummary(in: db)
        return AuditStatus(
            size: last?.size ?? 0, root: last?.root, pending: pending.count, oldestPendingAt: pending.oldest)
    }
}
