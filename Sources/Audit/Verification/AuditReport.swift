/// What a verification found.
public struct AuditReport: Hashable, Sendable {
    /// Findings that are kept; more are only counted.
    public static let findingsMax = 100

    public private(set) var findings: [AuditFinding] = []
    /// All findings, also those beyond ``findingsMax``.
    public private(set) var findingCount = 0
    /// Those among them that are more than something unread.
    private var otherCount = 0
    /// The last checkpoint; keep it, and give it to the next verification as the trusted one.
    public internal(set) var checkpoint: Checkpoint?
    public internal(set) var leavesChecked: Int64 = 0
    public internal(set) var checkpointsChecked: Int64 = 0

    public var isClean: Bool { findingCount == 0 }

    /// Whether all that was found is that something could not be read.
    public var isOnlyUnreadable: Bool { !isClean && otherCount == 0 }

    /// Whether not even a checkpoint could be read, so that nothing is said about the log.
    public var isUnread: Bool { isOnlyUnreadable && checkpoint == nil }

    mutating func add(_ kind: AuditFinding.Kind, at index: Int64?, _ detail: String) {
        findingCount += 1
        if kind != .unreadable { otherCount += 1 }
        guard findings.count < Self.findingsMax else { return }
        findings.append(AuditFinding(kind: kind, index: index, detail: detail))
    }
}
