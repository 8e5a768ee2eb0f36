import Audit
import Storage

/// A list in one piece, for a file that leaves the desk; who took it, and how much, stands in the log.
public struct ExportSteps: Sendable {
    /// **Range:** a file holds no more than these.
    public static let rowsMax = 10_000

    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// `approval` is the second person's yes behind it; nil for what one may take alone.
    public func callAsFunction(
        _ list: DeskList, for clerk: Clerk, limit: Int, approval: String?, requestID: String
    ) async throws -> DeskList.Page {
        let page = try await DeskQueries(parts).page(list, for: clerk, limit: min(limit, Self.rowsMax))
        _ = try await parts.engine.write { [parts] db in
            try parts.audit.append(
                AuditAct(
                    "work.exported", actor: .staff(clerk.account), purpose: clerk.queue.rawValue,
                    caseNumber: nil, subject: nil,
                    decision: [String(page.steps.count), approval].compactMap(\.self).joined(separator: " "),
                    requestID: requestID), in: db)
        }
        return page
    }
}
