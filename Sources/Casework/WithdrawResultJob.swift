import Base
import Catalogue
import Exchange
import Identity
import Storage
import Vault

/// Tells the department that a result holds no longer because its paper was revoked, so that its register does not go on
/// saying so; retried as ``DeliverResultJob``.
struct WithdrawResultJob: JobHandler {
    let kind: String
    let parts: CaseParts
    let send: SendResult
    private let errand: ResultErrand<ResultWithdrawal>

    init(_ parts: CaseParts, _ send: SendResult, department: DepartmentID) {
        self.parts = parts
        self.send = send
        errand = ResultErrand(
            parts: parts, recorded: .resultWithdrawn, refused: .resultNotWithdrawn,
            reason: "withdrawal-refused")
        kind = Self.kind(of: department)
    }

    static func kind(of department: DepartmentID) -> String {
        "case.result-withdrawal.\(department.rawValue)"
    }

    /// Adds the job in the transaction that revokes, where the department was told or may have been.
    ///
    /// A result whose receipt was lost, or that is on its way at this moment, has a job and no receipt yet.
    static func enqueue(_ file: CaseFile, at now: Instant, in db: any SQLConnection) throws {
        let department = file.service.department
        switch try CaseStore.resultReceipt(of: file.number, in: db) {
        case (.resultRecorded, _)?: break
        case nil:
            let told = try JobStore.find(
                kind: DeliverResultJob.kind(of: department), key: file.number.rawValue, in: db)
            guard told != nil else { return }
        default: return
        }
        try JobStore.enqueue(
            NewJob(
                kind: kind(of: department), key: file.number.rawValue,
                payload: Array(file.number.rawValue.utf8), runAt: now), in: db)
    }

    func isResting(at now: Instant) -> Bool { errand.isResting(at: now) }

    func run(_ job: Job) async throws {
        try await errand.run(job, due) { try await send.withdraw($0, about: $1, requestID: $2) }
    }

    /// Nil once it was taken back.
    private func due(_ number: CaseNumber) async throws -> ResultErrand<ResultWithdrawal>.Due? {
        try await parts.engine.read { [parts] db -> ResultErrand<ResultWithdrawal>.Due? in
            guard let file = try CaseStore.find(number, vault: parts.vault, in: db),
                try CaseStore.withdrawalReceipt(of: number, in: db) == nil,
                case .revoked(let day) = try FollowPaper.standing(number, at: parts.world.now(), in: db),
                let person = try CitizenStore.find(file.citizen, vault: parts.vault, in: db)
            else { return nil }
            // Refused meanwhile: nothing stands in the department's books.
            if case (.resultRefused, _)? = try CaseStore.resultReceipt(of: number, in: db) { return nil }
            let item = try parts.item(of: file)
            return ResultErrand.Due(
                file: file,
                word: ResultWithdrawal(
                    department: item.department.rawValue, subject: person.number,
                    caseNumber: number.rawValue, purpose: item.basicCode, day: day),
                commitment: try parts.vault.subject(file.citizen, in: db).commitment())
        }
    }
}
