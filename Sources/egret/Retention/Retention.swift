import Assistance
import Audit
import Base
import Casework
import Catalogue
import Documents
import Federation
import Identity
import Notices
import Privacy
import Representation
import Staff
import Storage
import Vault

/// Forgets what has stood its days, class by class, and sees to it that what was erased stays erased.
struct Retention: Sendable {
    static let batch = 200
    /// Nodes' clocks differ, and commits do not come in the order of their moments: the list and the database are compared
    /// this far back.
    static let overlap = Duration.seconds(86_400)

    let engine: any SQLEngine
    let vault: Vault
    let audit: AuditLog
    let world: World
    /// The file's.
    let schedule: RetentionSchedule
    /// The days that are in force, which may be others until two people have agreed to the file's.
    let periods: AgreedPeriods
    let erased: ErasedList

    /// In the order in which the classes lean on each other.
    var forgetters: [Forgetter] {
        let identity = IdentityRetentionStore(vault: vault) { citizen, db in
            try CaseRetentionStore.holds(citizen, in: db) || PrivacyRetentionStore.holds(citizen, in: db)
                || RepresentationRetentionStore.holds(citizen, in: db)
        }
        let all =
            identity.forgetters + DocumentRetentionStore.forgetters + CaseRetentionStore.forgetters
            + PrivacyRetentionStore.forgetters
            + FederationRetentionStore.forgetters + RepresentationRetentionStore.forgetters
            + AssistanceRetentionStore.forgetters + NoticeStore.forgetters
        return RetentionClass.allCases.flatMap { kept in all.filter { $0.kept == kept } }
    }

    /// Forgets everything that is due, and copies the erased persons' ids to the list.
    ///
    /// - Returns: How many of each class went.
    /// - Throws: The first fault, after all the rest has gone that can go.
    @discardableResult
    func run() async throws -> [RetentionClass: Int] {
        // A list that cannot be written is found before more is erased, and what a dead process left is caught up.
        try await copyErased()
        var (counts, failure) = ([RetentionClass: Int](), (any Error)?.none)
        let days = try await periods.inForce()
        for forgetter in forgetters {
            do {
                counts[forgetter.kept, default: 0] += try await apply(forgetter, days)
            } catch {
                failure = failure ?? error
            }
        }
        try await copyErased()
        if let failure { throw failure }
        return counts
    }

    /// How many of each class are due, up to `limit` of each.
    func due(limit: Int, later grace: Duration = .zero) async throws -> [RetentionClass: Int] {
        var counts: [RetentionClass: Int] = [:]
        let days = try await periods.inForce()
        for forgetter in forgetters {
            guard let before = moment(forgetter.kept, days) else { continue }
            let keys = try await engine.read { db in try forgetter.due(before - grace, "", limit, db) }
            counts[forgetter.kept, default: 0] += keys.count
        }
        return counts
    }

    /// Finished jobs and delivered messages; at most `limit` of each.
    func forgetWork(limit: Int) async throws -> Int {
        guard let before = moment(.work, try await periods.inForce()) else { return 0 }
        return try await engine.write { db in
            try JobStore.forgetDone(before: before, limit: limit, in: db)
                + Outbox.forgetDelivered(before: before, limit: limit, in: db)
        }
    }

    /// Tokens of other sites that nobody can use any more, a day after their end.
    func forgetTokens(limit: Int) async throws -> Int {
        let before = world.now() - .seconds(86_400)
        return try await engine.write { db in
            try FederationRetentionStore.prune(before: before, limit: limit, in: db)
        }
    }

    private func moment(_ kept: RetentionClass, _ days: [RetentionClass: Int]) -> Instant? {
        days[kept].map { world.now() - .seconds($0 * 86_400) }
    }

    private func apply(_ forgetter: Forgetter, _ days: [RetentionClass: Int]) async throws -> Int {
        guard let before = moment(forgetter.kept, days) else { return 0 }
        var (count, after, failure) = (0, "", (any Error)?.none)
        while true {
            let (from, limit) = (after, Self.batch)
            let keys = try await engine.read { db in try forgetter.due(before, from, limit, db) }
            guard let last = keys.last else { break }
            after = last
            do {
                count += try await forget(keys, forgetter, before)
            } catch {
                // One that cannot go keeps none of the others.
                for key in keys {
                    do {
                        count += try await forget([key], forgetter, before)
                    } catch {
                        failure = failure ?? error
                    }
                }
            }
        }
        if let failure { throw failure }
        return count
    }

    private func forget(
        _ keys: [String], _ forgetter: Forgetter, _ before: Instant
    ) async throws -> Int {
        try await engine.write { db in
            let gone = try keys.count { try forgetter.forget($0, before, db) }
            if gone > 0 { try note(forgetter.kept, of: forgetter.of, "\(gone)", in: db) }
            return gone
        }
    }

    private func note(
        _ kept: RetentionClass, of what: String? = nil, _ decision: String, in db: any SQLConnection
    ) throws {
        try audit.append(
            AuditAct(
                "data.forgotten", actor: .system("retention"), purpose: kept.rawValue, caseNumber: nil,
                subject: nil, fields: what.map { [$0] } ?? [], decision: decision),
            in: db)
    }
}

/// What was erased stays erased, whatever backup the database comes from.
extension Retention {
    /// Writes to the list what the database has erased and the list does not have yet.
    func copyErased() async throws {
        let known = try erased.read()
        for kind in ErasedLine.Kind.allCases { try await copy(kind, known.filter { $0.kind == kind }) }
    }

    private func copy(_ kind: ErasedLine.Kind, _ known: [ErasedLine]) async throws {
        let listed = Set(known)
        var since = known.map(\.at).max().map { $0 - Self.overlap } ?? Instant(milliseconds: .min)
        var after = ""
        while true {
            let (moment, id) = (since, after)
            let page = try await engine.read { [self] db in try self.page(kind, moment, id, in: db) }
            try erased.append(page.filter { !listed.contains($0) })
            guard let last = page.last, page.count == Self.batch else { return }
            (since, after) = (last.at, last.id.rawValue)
        }
    }

    private func page(
        _ kind: ErasedLine.Kind, _ since: Instant, _ after: String, in db: any SQLConnection
    ) throws -> [ErasedLine] {
        switch kind {
        case .erased:
            try vault.shredded(since: since, after: after, limit: Self.batch, in: db)
                .map { ErasedLine(kind, $0.id, at: $0.at) }
        case .forgotten, .closed:
            try PrivacyRetentionStore.carriedOut(
                kind == .closed ? .closing : .deletion, since: since, after: after, limit: Self.batch, in: db
            ).map { ErasedLine(kind, $0.citizen, at: $0.at) }
        }
    }

    /// The lines of some kinds that the database does not have, because it is older than the list; none when the database is as
    /// new as the list.
    func missing(
        _ kinds: Set<ErasedLine.Kind>, youngest: @escaping @Sendable (any SQLConnection) throws -> Instant?
    ) async throws -> [ErasedLine] {
        let known = try erased.read().filter { kinds.contains($0.kind) }
        guard let last = known.map(\.at).max() else { return [] }
        let newest = try await engine.read { db in try youngest(db) }
        if let newest, newest >= last { return [] }
        return known.filter { line in newest.map { line.at > $0 - Self.overlap } ?? true }
    }

    /// Erases once more what a restored backup has brought back; to be called before anybody is served.
    ///
    /// A database that is as new as the list costs one look.
    ///
    /// - Returns: How many persons were erased again.
    @discardableResult
    func eraseAgain() async throws -> Int {
        let missing = try await missing([.erased]) { [vault] db in try vault.lastShredded(in: db) }
        var count = 0
        for start in stride(from: 0, to: missing.count, by: Self.batch) {
            let page = missing[start..<min(start + Self.batch, missing.count)]
            count += try await engine.write { [vault] db in
                let again = try page.count {
                    try vault.shredAgain(ShreddedSubject(id: $0.id, at: $0.at), in: db)
                }
                if again > 0 { try note(.persons, "again \(again)", in: db) }
                return again
            }
        }
        return count
    }
}
