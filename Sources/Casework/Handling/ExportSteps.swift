import Audit
public import Storage

/// A list in one piece, for a file that leaves the desk; who took it, and how much, stands in the log.
public struct ExportSteps: Sendable {
    /// **Range:** a file holds no more than these.
    public static let rowsMax = 1_000

    /// Says in the transaction of the export whether cases of these numbers may leave, and tells their persons.
    public typealias Settle = @Sendable (_ numbers: [String], _ db: any SQLConnection) throws -> Bool

    let parts: CaseParts

    public init(_ parts: CaseParts) {
        self.parts = parts
    }

    /// `approval` is the second person's yes behind it; nil for what one may take alone.
    ///
    /// - Returns: Nil when `settle` says no; then nothing left.
    public func callAsFunction(
        _ list: DeskList, for clerk: Clerk, limit: Int, approval: String?, requestID: String,
        settle: @escaping Settle
    ) async throws -> DeskList.Page? {
        let page = try await DeskQueries(parts).page(list, for: clerk, limit: min(limit, Self.rowsMax))
        let isTaken = try await parts.engine.write { [parts] db in
            guard try settle(page.steps.map(\.key.number.rawValue), db) else { return false }
            try parts.audit.append(
                AuditAct(
                    "work.exported", actor: .staff(clerk.account), purpose: clerk.queue.rawValue,
                    caseNumber: nil, subject: nil,
                    decision: [String(page.steps.count), approval].compactMap(\.self).joined(separator: " "),
                    requestID: requestID), in: db)
            return true
        }
        return isTaken ? page : nil
    }
}
