import Assistance
import Base
import Casework
import Federation
import Identity
import Privacy
import Staff
import Stations
import Web

extension House {
    /// **Range:** more rows wait for the next minute.
    private static let rowsMax = 1_000

    /// Searches go through whole tables, so they are rare; nothing stays a day longer than it should.
    private static let searchesRest = Duration.seconds(6 * 3_600)

    /// What is done each minute, and what a few times a day, in its order.
    func housekeeping() -> Housekeeping {
        Housekeeping(chores: eachMinute + searches, world: world, logger: logger)
    }

    private var eachMinute: [Housekeeping.Chore] {
        let grants = EndGrants(federation)
        return [
            .init(name: "idempotency") { [idempotency] in
                _ = try await idempotency.prune(limit: Self.rowsMax)
            },
            .init(name: "visits") { [identity] in
                _ = try await identity.end.overdue(limit: Self.rowsMax)
            },
            .init(name: "accounts") { [accounts] in try await accounts.tidy() },
            .init(name: "work") { [retention] in _ = try await retention.forgetWork(limit: Self.rowsMax) },
            .init(name: "reminders") { [privacy] in try await privacy.work.remind() },
            .init(name: "glasses") { [staff] in try await staff.watchGlasses() },
            .init(name: "help") { [assistance] in try await assistance.end.overdue() },
            // Counted again each minute for as long as it goes on.
            .init(name: "guesses") { [accounts, stations] in
                guard try await accounts.areGuessed() else { return }
                try await stations.raiseAlarm(.accountsGuessed, terminal: nil, detail: "passwords")
            },
            .init(name: "requests") { [self] in try await carryOutRequests() },
            .init(name: "grants") { _ = try await grants.sweep() },
            .init(name: "tokens") { [retention] in
                _ = try await retention.forgetTokens(limit: Self.rowsMax)
            },
            .init(name: "claims") { [self] in try await freeSteps() },
        ]
    }

    private var searches: [Housekeeping.Chore] {
        let (withdraw, voidSlips) = (WithdrawRevoked(caseParts), VoidCancelledSlips(caseParts))
        let (setTimers, setEscalations) = (SetAcceptanceTimers(caseParts), SetEscalationTimers(caseParts))
        return [
            .init(name: "retention", rests: Self.searchesRest) { [retention] in try await retention.run() },
            .init(name: "results", rests: Self.searchesRest) { try await withdraw() },
            .init(name: "slips", rests: Self.searchesRest) { try await voidSlips() },
            .init(name: "acceptance", rests: Self.searchesRest) { try await setTimers() },
            .init(name: "escalations", rests: Self.searchesRest) { try await setEscalations() },
        ]
    }

    /// What was erased stands on the list beside the database in the same minute, also where a later request failed.
    private func carryOutRequests() async throws {
        do {
            let done = try await privacy.erase.work()
            if done.erased + done.others > 0 { try await retention.copyErased() }
        } catch {
            try await retention.copyErased()
            throw error
        }
    }
}
