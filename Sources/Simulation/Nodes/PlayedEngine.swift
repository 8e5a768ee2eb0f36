package import Storage

/// A node's connection to the database: it is slow, busy, lost before a commit or after it, and dies with the node.
package struct PlayedEngine: SQLEngine {
    package let dialect = SQLDialect.sqlite
    package let announcements = Announcements()
    let database: Database
    let stage: Stage
    let life: Life
    let dice: Dice
    let name: String
    /// Whether something may go wrong now.
    let isStormy: @Sendable () -> Bool
    /// Called when a transaction is given up, lost, or its end not heard of.
    let falters: @Sendable () -> Void
    /// Called when the node is to die now.
    let crash: @Sendable () -> Void

    package func read<T: Sendable>(
        _ body: @Sendable @escaping (any SQLConnection) throws -> T
    ) async throws -> T {
        try await pause()
        return try database.look(body)
    }

    package func write<T: Sendable>(
        _ body: @Sendable @escaping (any SQLConnection) throws -> T
    ) async throws -> T {
        try await pause()
        let plan = stage.plan
        let isStormy = isStormy()
        if isStormy, dice.happens(plan.engineBusy) { throw noted(.busy) }
        if isStormy, dice.happens(plan.engineLost) {
            throw noted(.disconnected(message: "before the commit"))
        }
        if isStormy, dice.happens(plan.engineRepeats) { _ = try? database.transaction(keeps: false, body) }
        let (value, topics) = try database.transaction(keeps: true, body)
        announcements.announce(topics)
        if isStormy, dice.happens(plan.engineCrash) {
            crash()
            throw Life.Over()
        }
        if isStormy, dice.happens(plan.engineUnheard) {
            throw noted(.disconnected(message: "after the commit"))
        }
        try await pause()
        return value
    }

    package func close() async {}

    private func noted(_ error: SQLError) -> SQLError {
        stage.trace.note(name, "database: \(error)")
        falters()
        return error
    }

    private func pause() async throws {
        try life.check()
        // What was asked of a database goes on when the asker is cancelled.
        let waiting = Waiting<Void>()
        stage.scheduler.after(dice.between(.microseconds(50), .microseconds(800))) {
            waiting.finish(.success(()))
        }
        _ = try? await waiting.value()
        try life.check()
    }
}
