public import Base
import Catalogue
public import Exchange
public import Storage
import Identity
import Vault

/// Tells the department what came of a case, once its paper is issued, so that its register says so.
///
/// Each department's results are a kind of their own: a silent one holds up nobody else's, and its own wait for it.
public struct DeliverResultJob: JobHandler {
    public let kind: String
    let parts: CaseParts
    let send: SendResult
    private let errand: ResultErrand<CaseResult>

    init(_ parts: CaseParts, _ send: SendResult, department: DepartmentID) {
        self.parts = parts
        self.send = send
        errand = ResultErrand(
            parts: parts, recorded: .resultRecorded, refused: .resultRefused, reason: "result-refused")
        kind = Self.kind(of: department)
    }

    /// The jobs of every department in the catalogue, those that take back among them.
    public static func all(_ parts: CaseParts, by results: any ResultPort) -> [any JobHandler] {
        let send = SendResult(engine: parts.engine, audit: parts.audit, results: results)
        return Set(parts.catalogue.items.map(\.department)).sorted { $0.rawValue < $1.rawValue }
            .flatMap { department -> [any JobHandler] in
                [
                    DeliverResultJob(parts, send, department: department),
                    WithdrawResultJob(parts, send, department: department),
                ]
            }
    }

    static func kind(of department: DepartmentID) -> String { "case.result.\(department.rawValue)" }

    static func job(_ number: CaseNumber, of item: ServiceItem, at now: Instant) -> NewJob {
        NewJob(
            kind: kind(of: item.department), key: number.rawValue, payload: Array(number.rawValue.utf8),
            runAt: now)
    }

    public func isResting(at now: Instant) -> Bool { errand.isResting(at: now) }

    public func run(_ job: Job) async throws {
        try await errand.run(job, due) { try await send($0, about: $1, requestID: $2) }
    }

    /// Nil once it was delivered.
    private func due(_ number: CaseNumber) async throws -> ResultErrand<CaseResult>.Due? {
        try await parts.engine.read { [parts] db -> ResultErrand<CaseResult>.Due? in
            guard let file = try CaseStore.find(number, vault: parts.vault, in: db),
                file.state == .issued || file.state == .delivered,
                try CaseStore.resultReceipt(of: number, in: db) == nil,
                // What was revoked before the department heard of it is not told as if it held.
                try !FollowPaper.standing(number, at: parts.world.now(), in: db).isRevoked,
                let person = try CitizenStore.find(file.citizen, vault: parts.vault, in: db)
            else { return nil }
            let item = try parts.item(of: file)
            let booking = try parts.booking(file, item, in: db)
            let form = parts.form(file, item, person: person.number, booking: booking)
            // The day of the job's first run may be another than that of its last.
            let day = CalendarDate(inChinaAt: try CaseStore.issuedAt(number, in: db) ?? parts.world.now())
            return ResultErrand.Due(
                file: file,
                word: CaseResult(
                    department: item.department.rawValue, kind: item.result.kind.rawValue,
                    subject: person.number, caseNumber: number.rawValue, purpose: item.basicCode, day: day,
                    answers: form.answers.filter { item.question($0.key)?.isWritten ?? false },
                    changes: Self.changes(item, form, on: day),
                    licence: item.licenceIdentifier(of: number.rawValue)),
                commitment: try parts.vault.subject(file.citizen, in: db).commitment())
        }
    }

    /// What registers say from now on, in words of their own: a choice by its name, an address in full.
    private static func changes(
        _ item: ServiceItem, _ form: CaseForm, on day: CalendarDate
    ) -> [CaseResult.Change] {
        let written = Dictionary(
            uniqueKeysWithValues: form.answers.map { id, answer in
                switch item.question(id)?.kind {
                case .choice, .address: (id, item.question(id)?.shown(answer, in: .mandarin) ?? answer)
                default: (id, answer)
                }
            })
        var tables: [String: [[String: String]]] = [:]
        for use in item.registers {
            for field in use.fields {
                if case .table(let rows)? = form.file.record?[field] {
                    tables["\(use.resource).\(field)"] = rows
                }
            }
        }
        let known = ServiceResult.Change.Known(
            answers: written, day: day, facts: form.facts, tables: tables)
        return item.result.changes.compactMap { change in
            let effect = change.effect(known)
            // A register about which nothing was decided is not told that it knows the person.
            guard effect != ServiceResult.Change.Effect() else { return nil }
            return CaseResult.Change(
                resource: change.resource, values: effect.values, added: effect.added, rows: effect.rows,
                removed: effect.removed)
        }
    }
}

extension Question {
    /// Whether its answer is words, rather than a file or a drawing.
    fileprivate var isWritten: Bool {
        switch kind {
        case .files, .signature: false
        default: true
        }
    }
}
