import Base

/// How work under a lease ended.
enum LeasedOutcome: Sendable {
    case done
    case failed(any Error)
    /// Another holder has the lease; what became of the work is theirs to say.
    case lost
}

/// Work during which a lease is renewed, and which is cancelled when the lease is lost.
struct Leased: Sendable {
    private enum Event: Sendable {
        case finished(LeasedOutcome)
        case lost
        case stoppedRenewing
    }

    /// How often the lease is renewed: a third of it, so that one failed renewal does not lose it.
    let period: Duration
    let world: World
    /// Renews the lease; false when it is lost.
    let renew: @Sendable () async throws -> Bool

    func run(_ work: @Sendable @escaping () async throws -> Void) async -> LeasedOutcome {
        await withTaskGroup(of: Event.self) { group in
            group.addTask {
                do {
                    try await work()
                    return .finished(.done)
                } catch {
                    return .finished(.failed(error))
                }
            }
            group.addTask { await keep() }
            var outcome = LeasedOutcome.lost
            var isLost = false
            for await event in group {
                switch event {
                case .finished(let finished): outcome = finished
                case .lost: isLost = true
                case .stoppedRenewing: continue
                }
                group.cancelAll()
            }
            return isLost ? .lost : outcome
        }
    }

    private func keep() async -> Event {
        while true {
            do {
                try await world.sleep(period)
            } catch {
                return .stoppedRenewing
            }
            // a database that does not answer may answer before the lease ends
            if let isKept = try? await renew(), !isKept { return .lost }
        }
    }
}
