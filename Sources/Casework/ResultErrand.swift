import Base
import Exchange
import Identity
import Storage
import Vault

/// One word to a department about a case, told by a job until the department has heard it.
///
/// Each department's words of a kind have an errand of their own: a silent one holds up nobody else's, and its own wait.
struct ResultErrand<Word: Sendable>: Sendable {
    struct Due: Sendable {
        let file: CaseFile
        let word: Word
        /// Of whom it is about.
        let commitment: [UInt8]
    }

    let parts: CaseParts
    /// What the case says once the department has it in its books.
    let recorded: CaseEvent
    /// What it says where the department refuses.
    let refused: CaseEvent
    /// What an operator reads of a job that was refused.
    let reason: String
    private let silence = Silence()

    func isResting(at now: Instant) -> Bool { silence.lasts(at: now) }

    /// - Parameters:
    ///   - job: Its payload is the case's number.
    ///   - due: What is to be told; nil once it was, or where the case is forgotten.
    ///   - send: Tells it, under an id of its own.
    /// - Throws: What makes the job wait, or sets it aside.
    func run(
        _ job: Job, _ due: (CaseNumber) async throws -> Due?,
        _ send: (Word, _ commitment: [UInt8], _ requestID: String) async throws -> ResultReceipt
    ) async throws {
        guard let number = CaseNumber(rawValue: String(decoding: job.payload, as: UTF8.self)) else {
            throw CaseRefused.unknownCase
        }
        guard let due = try await due(number) else { return }
        do {
            let receipt = try await send(due.word, due.commitment, Token(parts.world).rawValue)
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

    private func keep(_ receipt: ResultReceipt, _ number: CaseNumber) async throws {
        let now = parts.world.now()
        let (event, word): (CaseEvent, String) =
            switch receipt {
            case .recorded(let reference): (recorded, reference)
            case .refused(let code): (refused, code)
            }
        _ = try await parts.engine.write { db in
            try CaseStore.advance(number, by: event, terminal: nil, detail: word, at: now, in: db)
        }
        // The case says so to its person; an operator finds the job set aside.
        if event == refused { throw JobHopeless(reason: reason) }
    }
}

extension PortError {
    /// Silence, or a refusal of the moment: nobody stands there to try again, so the job does.
    fileprivate var isPassing: Bool {
        if case .failed(_, let code) = self { return code == "busy" || code == "429" || code.hasPrefix("5") }
        return isSilence
    }
}
