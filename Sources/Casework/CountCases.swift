import Storage

/// How many cases stand where, without a word about any of them.
struct CountCases: Sendable {
    let engine: any SQLEngine

    func callAsFunction() async throws -> [CaseState: Int] {
        try await engine.read { db in try CaseStore.counts(in: db) }
    }

    /// How many of the overdue ones have been told to the next level's office.
    func escalated() async throws -> [String: Int] {
        try await engine.read { db in try OverdueStore.escalatedCounts(in: db) }
    }

    /// How many of the steps that are owed came from another office of their department.
    func referred() async throws -> [String: Int] {
        try await engine.read { db in try CaseStepStore.referredCounts(in: db) }
    }

    /// How many steps each department owes that are overdue, by the department's id.
    func overdue() async throws -> [String: Int] {
        try await engine.read { db in try OverdueStore.counts(in: db) }
    }
}
