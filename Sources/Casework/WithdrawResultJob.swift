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
    private let silence = Silence()

    init(_ parts: CaseParts, _ send: SendResult, department: DepartmentID) {
        self.parts = parts
        self.send = send
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

    func isResting(at now: Instant) -> Bool { silence.lasts(at: now) }

    private struct Due: Sendable {
        let file: CaseFile
        let withdrawal: ResultWithdrawal
        let commitment: [UInt8]
    }

    func run(_ job: Job) async throws {
        guard let number = CaseNumber(rawValue: String(decoding: job.payload, as: UTF8.self)) else {
            throw CaseRefused.unknownCase
        }
        // Taken back before, or forgotten meanwhile.
        guard let due = try await due(number) else { return }
        do {
            let receipt = try await send.withdraw(
                due.withdrawal, about: due.commitment, requestID: Token(parts.world).rawValue)
            silence.end()
            try await keep(receipt, number)
        } catch PortError.untrustworthy(_, PortError.otherSubject) {
            try await parts.stopForWrongPerson(
                "result-other-subject", in: due.file, at: due.file.terminalID)
            throw JobHopeless(reason: PortError.otherSubject)
        } catch let error as PortError where error.isPassing {
            let now = parts.world.now()
            silence.begin(at: now)
            throw JobPostponed(until: now + Silence.restMax, reason: "department-silent")
        }
    }

    private func due(_ number: CaseNumber) async throws -> Due? {
        try await parts.engine.read { [parts] db -> Due? in
            guard let file = try CaseStore.find(number, vault: parts.vault, in: db),
                try CaseStore.withdrawalReceipt(of: number, in: db) == nil,
                case .revoked(let day) = try FollowPaper.standing(number, at: parts.world.now(), in: db),
                let person = try CitizenStore.find(file.citizen, vault: parts.vault, in: db)
            else { return nil }
            // Refused meanwhile: nothing stands in the department's books.
            if case (.resultRefused, _)? = try CaseStore.resultReceipt(of: number, in: db) { return nil }
            let item = try parts.item(of: file)
            return Due(
                file: file,
                withdrawal: ResultWithdrawal(
                    department: item.department.rawValue, subject: person.number,
                    caseNumber: number.rawValue, purpose: item.basicCode, day: day),
                commitment: try parts.vault.subject(file.citizen, in: db).commitment())
        }
    }

    private func keep(_ receipt: ResultReceipt, _ number: CaseNumber) async throws {
        let now = parts.world.now()
        let (event, word): (CaseEvent, String) =
            switch receipt {
            case .recorded(let reference): (.resultWithdrawn, reference)
            case .refused(let code): (.resultNotWithdrawn, code)
            }
        _ = try await parts.engine.write { db in
            try CaseStore.advance(number, by: event, terminal: nil, detail: word, at: now, in: db)
        }
        if event == .resultNotWithdrawn { throw JobHopeless(reason: "withdrawal-refused") }
    }
}
