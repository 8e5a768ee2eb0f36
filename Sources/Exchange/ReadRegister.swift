public import Audit
public import Base
public import Storage

/// Asks a department's register about one person, for one case, leaving an audit leaf before anything is read.
public struct ReadRegister: Sendable {
    let engine: any SQLEngine
    let audit: AuditLog
    let registers: any RegisterPort

    public init(engine: any SQLEngine, audit: AuditLog, registers: any RegisterPort) {
        self.engine = engine
        self.audit = audit
        self.registers = registers
    }

    /// Whether a resource has not answered of late; nobody is asked.
    public func isSilent(_ resource: String) -> Bool { registers.isSilent(resource) }

    /// Who asks, from where, about whom; the commitment names the person to her alone.
    public struct Asker: Sendable {
        let terminal: String
        let subject: [UInt8]
        let requestID: String

        public init(terminal: String, subject: [UInt8], requestID: String) {
            self.terminal = terminal
            self.subject = subject
            self.requestID = requestID
        }
    }

    /// - Returns: The fields asked for, or nil when the register holds nothing about the person.
    /// - Throws: `PortError`; an answer about another person is ``PortError/untrustworthy(system:reason:)``.
    public func callAsFunction(
        _ question: RegisterQuestion, by asker: Asker
    ) async throws -> [String: RegisterValue]? {
        try await note("register.asked", question, asker, decision: nil)
        let record: RegisterRecord
        do {
            record = try await registers.record(for: question)
        } catch {
            throw try await silent(error, question, asker)
        }
        switch record {
        case .nothing:
            try await note("register.answered", question, asker, decision: "nothing")
            return nil
        case .found(let subject, let values):
            // The adapter checked already; a paper's person is worth a second look.
            guard subject == question.subject else {
                let lie = PortError.untrustworthy(
                    system: question.resource, reason: PortError.otherSubject)
                throw try await silent(lie, question, asker)
            }
            guard Set(values.keys) == Set(question.fields) else {
                try await note("register.silent", question, asker, decision: "other-fields")
                throw PortError.untrustworthy(system: question.resource, reason: "other-fields")
            }
            try await note("register.answered", question, asker, decision: "found")
            return values
        }
    }

    /// Notes why there is no answer, for who asked to be told.
    ///
    /// Of one about somebody else she is told although the database takes no note: her stop has a leaf of its own, and is owed.
    private func silent(
        _ why: PortError, _ question: RegisterQuestion, _ asker: Asker
    ) async throws -> PortError {
        do {
            try await note("register.silent", question, asker, decision: why.word)
        } catch {
            guard why.word == PortError.otherSubject else { throw error }
        }
        return why
    }

    private func note(
        _ action: String, _ question: RegisterQuestion, _ asker: Asker, decision: String?
    ) async throws {
        let audit = audit
        let act = AuditAct(
            action, actor: .system("egret"), purpose: question.purpose, caseNumber: question.caseNumber,
            subject: asker.subject, fields: [question.resource] + question.fields, decision: decision,
            terminal: asker.terminal, requestID: asker.requestID)
        _ = try await engine.write { db in try audit.append(act, in: db) }
    }
}

extension PortError {
    /// The reason of an answer that speaks of somebody else.
    public static let otherSubject = "other-subject"

    /// A closed word for the audit.
    var word: String {
        switch self {
        case .unreachable: "unreachable"
        case .timedOut: "timed-out"
        case .resting: "resting"
        case .untrustworthy(_, let reason): reason == Self.otherSubject ? reason : "untrustworthy"
        case .failed: "failed"
        }
    }
}
