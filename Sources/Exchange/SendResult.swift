public import Audit
import Base
public import Storage

/// Tells a department what came of a case, leaving an audit leaf before anything is sent and one with the receipt.
public struct SendResult: Sendable {
    let engine: any SQLEngine
    let audit: AuditLog
    let results: any ResultPort

    public init(engine: any SQLEngine, audit: AuditLog, results: any ResultPort) {
        self.engine = engine
        self.audit = audit
        self.results = results
    }

    /// - Parameters:
    ///   - result: What came of the case.
    ///   - subject: The person's commitment, which names her to herself alone.
    ///   - requestID: Of the attempt.
    /// - Returns: What the department says.
    /// - Throws: `PortError`; a receipt about another person is ``PortError/untrustworthy(system:reason:)``.
    public func callAsFunction(
        _ result: CaseResult, about subject: [UInt8], requestID: String
    ) async throws -> ResultReceipt {
        try await note("result.sent", result, subject, requestID, decision: result.kind)
        let receipt: ResultReceipt
        do {
            receipt = try await results.deliver(result)
        } catch {
            try await note("result.silent", result, subject, requestID, decision: error.word)
            throw error
        }
        switch receipt {
        case .recorded: try await note("result.recorded", result, subject, requestID, decision: result.kind)
        case .refused(let code): try await note("result.refused", result, subject, requestID, decision: code)
        }
        return receipt
    }

    /// Tells a department that a result holds no longer, with leaves as for the result.
    ///
    /// - Throws: As ``callAsFunction(_:about:requestID:)``.
    public func withdraw(
        _ withdrawal: ResultWithdrawal, about subject: [UInt8], requestID: String
    ) async throws -> ResultReceipt {
        let note = { (action: String, decision: String) in
            try await self.note(
                action, withdrawal.department, withdrawal.purpose, withdrawal.caseNumber, [], subject,
                requestID, decision: decision)
        }
        try await note("result.withdrawal-sent", "revoked")
        let receipt: ResultReceipt
        do {
            receipt = try await results.withdraw(withdrawal)
        } catch {
            try await note("result.silent", error.word)
            throw error
        }
        switch receipt {
        case .recorded: try await note("result.withdrawn", "revoked")
        case .refused(let code): try await note("result.withdrawal-refused", code)
        }
        return receipt
    }

    private func note(
        _ action: String, _ result: CaseResult, _ subject: [UInt8], _ requestID: String, decision: String
    ) async throws {
        try await note(
            action, result.department, result.purpose, result.caseNumber,
            result.answers.keys.sorted() + result.changes.map(\.resource), subject, requestID,
            decision: decision)
    }

    private func note(
        _ action: String, _ department: String, _ purpose: String, _ caseNumber: String, _ fields: [String],
        _ subject: [UInt8], _ requestID: String, decision: String
    ) async throws {
        let audit = audit
        let act = AuditAct(
            action, actor: action.hasSuffix("sent") ? .system("egret") : .department(department),
            purpose: purpose, caseNumber: caseNumber, subject: subject, fields: fields, decision: decision,
            requestID: requestID)
        _ = try await engine.write { db in try audit.append(act, in: db) }
    }
}
