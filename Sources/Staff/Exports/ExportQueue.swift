public import Base
import Foundation
public import Storage

/// Lets lists of a department's queue leave the house; another room makes them and calls this in its transaction.
///
/// Every person on a list finds that it was taken. What somebody takes alone adds up over a day with ``ExportCases``.
public struct ExportQueue: Sendable {
    /// What of each case is on a list.
    static let fields = ["state"]

    let parts: StaffParts
    let find: FindCase
    let figures: DeskFigures
    let trace: ExportTrace
    let request: RequestApproval

    /// Takes the cases of these numbers out, on the reader's own word.
    ///
    /// - Returns: False when it takes another person; then nothing was taken and nothing is written.
    /// - Throws: ``StaffRefused/rightMissing``, ``StaffRefused/proofTooOld``.
    public func takeAlone(
        _ numbers: [String], of list: String, by presence: StaffPresence, requestID: String,
        in db: any SQLConnection
    ) throws -> Bool {
        let account = presence.account
        guard account.may(.exportCases) else { throw StaffRefused.rightMissing }
        let now = parts.world.now()
        try presence.requireFresh(at: now)
        let rows = try rows(numbers, in: db)
        let persons = Set(rows.map(\.citizen)).count
        let since = now - CaseExport.window
        let before =
            try ExportStore.takenAlone(by: account.id, since: since, in: db)
            + QueueExportStore.takenAlone(by: account.id, since: since, in: db)
        guard before + persons <= figures.exportAloneMax else { return false }
        if persons > 0 {
            try QueueExportStore.insert(
                QueueExport(
                    id: Token(parts.world), account: account.id, list: list, persons: persons, madeAt: now,
                    approval: nil, fetchedAt: now), in: db)
        }
        try trace(rows, Self.fields, by: account, decision: "alone", requestID, in: db)
        return true
    }

    /// Asks another person for a list of at most so many rows.
    public func ask(
        _ list: String, rows: Int, summary: String, reason: String, by presence: StaffPresence,
        requestID: String
    ) async throws {
        let data = try JSONEncoder().encode(Asked(list: list, rows: rows))
        try await request(
            .other(.queueExport, summary: "\(summary): \(rows)", data: [UInt8](data)), reason: reason,
            by: presence, requestID: requestID)
    }

    /// What the reader was agreed to and has not fetched, each with the reason she gave.
    public func waiting(
        for account: StaffAccount
    ) async throws -> [(export: QueueExport, reason: String)] {
        let since = parts.world.now() - CaseExport.life
        return try await parts.engine.read { [parts] db in
            try QueueExportStore.waiting(of: account.id, since: since, in: db).map { export in
                let approval = try ApprovalStore.find(export.id, vault: parts.vault, in: db)
                return (export, approval?.reason ?? "")
            }
        }
    }

    /// - Throws: ``StaffRefused/unknownApproval`` when there is none that this one may fetch.
    public func agreed(_ id: Token, to account: StaffAccount) async throws -> QueueExport {
        let now = parts.world.now()
        let found = try await parts.engine.read { db in try QueueExportStore.find(id, in: db) }
        guard let found, found.account == account.id, found.isFetchable(at: now) else {
            throw StaffRefused.unknownApproval
        }
        return found
    }

    /// Takes the cases of these numbers out once, on another person's word.
    ///
    /// - Throws: ``StaffRefused/unknownApproval`` when it was fetched meanwhile, ``StaffRefused/exportTooLong`` for more rows than
    ///   were agreed to.
    public func takeAgreed(
        _ export: QueueExport, _ numbers: [String], by presence: StaffPresence, requestID: String,
        in db: any SQLConnection
    ) throws {
        guard presence.account.may(.exportCases) else { throw StaffRefused.rightMissing }
        try presence.requireFresh(at: parts.world.now())
        guard numbers.count <= export.persons else { throw StaffRefused.exportTooLong }
        guard try QueueExportStore.fetch(export.id, at: parts.world.now(), in: db) else {
            throw StaffRefused.unknownApproval
        }
        try trace(
            rows(numbers, in: db), Self.fields, by: presence.account, decision: "agreed", requestID, in: db)
    }

    /// What an agreed request sets off: the one who asked may fetch the list.
    static func effect(_ parts: StaffParts) -> ApprovalEffect {
        { approval, _, db in
            guard case .other(.queueExport, _, let data) = approval.matter,
                let asked = try? JSONDecoder().decode(Asked.self, from: Data(data)), asked.rows > 0
            else { throw StaffRefused.malformed }
            try QueueExportStore.insert(
                QueueExport(
                    id: approval.id, account: approval.requestedBy, list: asked.list, persons: asked.rows,
                    madeAt: parts.world.now(), approval: approval.id), in: db)
            return nil
        }
    }

    private struct Asked: Codable {
        let list: String
        let rows: Int
    }

    /// A case has several steps in a queue and is one row of the log.
    private func rows(_ numbers: [String], in db: any SQLConnection) throws -> [CaseGlimpse] {
        try Set(numbers).sorted().compactMap { try find($0, db) }
    }
}
