import Assistance
import Base
import Casework
import Federation
import Identity
import Logging
import Privacy
import ServiceLifecycle
import Staff
import Stations
import Web

/// Forgets what has served its time, a little every minute.
struct Housekeeping: Service {
    static let every = Duration.seconds(60)
    static let rowsMax = 1_000

    /// Searches go through whole tables, so they are rare; nothing stays a day longer than it should.
    static let forgetsEvery = Duration.seconds(6 * 3_600)

    let idempotency: Idempotency
    let endSessions: EndSession
    let accounts: AccountVerbs
    let retention: Retention
    let grants: EndGrants
    let watchGlasses: WatchGlasses
    let endHelp: EndHelp
    let raiseAlarm: RaiseAlarm
    let privacy: PrivacyVerbs
    let withdraw: WithdrawRevoked
    let voidSlips: VoidCancelledSlips
    let setTimers: SetAcceptanceTimers
    let setEscalations: SetEscalationTimers
    let freeSteps: @Sendable () async throws -> Void
    let world: World
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown { await repeatedly() }
    }

    private func repeatedly() async {
        var forgotAt: Instant?
        while !Task.isCancelled {
            do {
                _ = try await idempotency.prune(limit: Self.rowsMax)
                _ = try await endSessions.overdue(limit: Self.rowsMax)
                try await accounts.tidy()
                _ = try await retention.forgetWork(limit: Self.rowsMax)
                try await privacy.work.remind()
                try await watchGlasses()
                try await endHelp.overdue()
                // Counted again each minute for as long as it goes on.
                if try await accounts.areGuessed() {
                    try await raiseAlarm(.accountsGuessed, terminal: nil, detail: "passwords")
                }
                let done = try await privacy.erase.work()
                if done.erased + done.others > 0 { try await retention.copyErased() }
                _ = try await grants.sweep()
                _ = try await retention.forgetTokens(limit: Self.rowsMax)
                if forgotAt.map({ world.now().since($0) >= Self.forgetsEvery }) ?? true {
                    try await retention.run()
                    try await withdraw()
                    try await voidSlips()
                    try await setTimers()
                    try await setEscalations()
                    forgotAt = world.now()
                }
                try await freeSteps()
                try await world.sleep(Self.every)
            } catch is CancellationError {
                return
            } catch {
                logger.warning("housekeeping failed", metadata: ["error": "\(error)"])
                try? await world.sleep(Self.every)
            }
        }
    }
}
