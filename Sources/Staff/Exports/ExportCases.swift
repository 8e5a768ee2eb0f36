public import Base
import Foundation
import Storage

/// Takes a list of open cases out of the house; each person in it finds that it was done, by whom and with what.
///
/// An export is as many looks: only open cases within the bounds of who asks, with names masked. Up to
/// ``DeskFigures/exportAloneMax`` persons a day somebody takes alone, with a reason; more takes another person.
public struct ExportCases: Sendable {
    /// What came of asking.
    public enum Outcome: Hashable, Sendable {
        /// The rows, taken out now.
        case taken([CaseGlimpse])
        /// So many persons: another one decides.
        case asked(Int)
    }

    /// What of each case is on a list.
    static let fields = ["name", "state"]

    let parts: StaffParts
    let find: FindCases
    let figures: DeskFigures
    let trace: ExportTrace
    let request: RequestApproval

    /// - Throws: ``StaffRefused/rightMissing``, ``StaffRefused/malformed`` without a reason, ``StaffRefused/nothingToExport``,
    ///   ``StaffRefused/exportTooLong``, ``StaffRefused/proofTooOld``.
    public func callAsFunction(
        _ selection: ExportSelection, reason: String, by presence: StaffPresence, requestID: String
    ) async throws -> Outcome {
        guard presence.account.may(.exportCases) else { throw StaffRefused.rightMissing }
        guard (1...RequestApproval.reasonMax).contains(reason.count) else { throw StaffRefused.malformed }
        let id = Token(parts.world)
        let now = parts.world.now()
        try presence.requireFresh(at: now)
        let account = presence.account
        let outcome = try await parts.engine.write { [parts, figures, trace] db -> Outcome in
            let (rows, persons) = try rows(selection, for: account, in: db)
            let since = now - CaseExport.window
            let before =
                try ExportStore.takenAlone(by: account.id, since: since, in: db)
                + QueueExportStore.takenAlone(by: account.id, since: since, in: db)
            guard before + persons <= figures.exportAloneMax else { return .asked(persons) }
            try ExportStore.insert(
                CaseExport(
                    id: id, account: account.id, selection: selection, persons: persons, madeAt: now,
                    approval: nil, fetchedAt: now), reason: reason, vault: parts.vault, in: db)
            try trace(rows, Self.fields, by: account, decision: "alone", requestID, in: db)
            return .taken(rows)
        }
        if case .asked(let persons) = outcome {
            let data = try JSONEncoder().encode(Asked(selection: selection, persons: persons))
            try await request(
                .other(.export, summary: "\(selection.summary): \(persons)", data: [UInt8](data)),
                reason: reason, by: presence, requestID: requestID)
        }
        return outcome
    }

    /// Fetches a list that another person agreed to, once, by who asked for it.
    ///
    /// - Throws: ``StaffRefused/unknownApproval`` when there is none to fetch, ``StaffRefused/exportTooLong`` when it has become
    ///   longer than what was agreed.
    public func fetch(
        _ id: Token, by presence: StaffPresence, requestID: String
    ) async throws -> [CaseGlimpse] {
        let now = parts.world.now()
        let account = presence.account
        guard account.may(.exportCases) else { throw StaffRefused.rightMissing }
        try presence.requireFresh(at: now)
        return try await parts.engine.write { db in
            guard let export = try ExportStore.find(id, in: db), export.account == account.id,
                export.isFetchable(at: now)
            else { throw StaffRefused.unknownApproval }
            let (rows, persons) = try rows(export.selection, for: account, in: db)
            guard persons <= export.persons else { throw StaffRefused.exportTooLong }
            guard try ExportStore.fetch(id, at: now, in: db) else { throw StaffRefused.unknownApproval }
            try trace(rows, Self.fields, by: account, decision: "agreed", requestID, in: db)
            return rows
        }
    }

    /// The reader's own, the youngest first.
    public func recent(of account: StaffAccount) async throws -> [CaseExport] {
        try await parts.engine.read { db in try ExportStore.recent(of: account.id, in: db) }
    }

    /// What an agreed request sets off: the one who asked may fetch the list.
    static func effect(_ parts: StaffParts) -> ApprovalEffect {
        { approval, _, db in
            guard case .other(.export, _, let data) = approval.matter,
                let asked = try? JSONDecoder().decode(Asked.self, from: Data(data))
            else { throw StaffRefused.malformed }
            try ExportStore.insert(
                CaseExport(
                    id: approval.id, account: approval.requestedBy, selection: asked.selection,
                    persons: asked.persons, madeAt: parts.world.now(), approval: approval.id),
                vault: parts.vault, in: db)
            return nil
        }
    }

    private struct Asked: Codable {
        let selection: ExportSelection
        let persons: Int
    }

    private func rows(
        _ selection: ExportSelection, for account: StaffAccount, in db: any SQLConnection
    ) throws -> (rows: [CaseGlimpse], persons: Int) {
        let rows = try find(selection, account.scope, ExportSelection.rowsMax + 1, db)
            .filter {
                $0.isOpen
                    && account.covers(StaffScope(department: $0.department, region: $0.region))
            }
        guard rows.count <= ExportSelection.rowsMax else { throw StaffRefused.exportTooLong }
        guard !rows.isEmpty else { throw StaffRefused.nothingToExport }
        return (rows, Set(rows.map(\.citizen)).count)
    }
}
