public import Base
import Synchronization

/// Wakes tasks of this process when a transaction that concerns them is committed.
///
/// An announcement carries nothing and may be missed by another process: whoever waits also looks by itself now
/// and then.
public final class Announcements: Sendable {
    private struct State {
        var counts: [String: UInt64] = [:]
        var waiters: [UInt64: Waiter] = [:]
        var nextWaiter: UInt64 = 0
    }

    private struct Waiter {
        let topic: String
        let continuation: CheckedContinuation<Void, Never>
    }

    private let state = Mutex(State())

    public init() {}

    /// How often the topic was announced; taken before looking at the database, so that no announcement is lost.
    public func count(of topic: String) -> UInt64 {
        state.withLock { $0.counts[topic, default: 0] }
    }

    public func announce(_ topics: Set<String>) {
        guard !topics.isEmpty else { return }
        let woken = state.withLock { state in
            for topic in topics {
                state.counts[topic, default: 0] += 1
            }
            let woken = state.waiters.filter { topics.contains($0.value.topic) }
            for id in woken.keys {
                state.waiters[id] = nil
            }
            return woken.values.map(\.continuation)
        }
        for continuation in woken {
            continuation.resume()
        }
    }

    /// Waits for an announcement after the counted ones, for the time given, or until the task is cancelled.
    public func wait(for topic: String, after count: UInt64, atMost limit: Duration, world: World) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.wait(for: topic, after: count) }
            group.addTask { try? await world.sleep(limit) }
            await group.next()
            group.cancelAll()
        }
    }

    private func wait(for topic: String, after count: UInt64) async {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let ready = state.withLock { state in
                    // a cancellation after this check finds the waiter, because its handler takes the same lock
                    if Task.isCancelled || state.counts[topic, default: 0] > count { return true }
                    state.waiters[id] = Waiter(topic: topic, continuation: continuation)
                    return false
                }
                if ready { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.continuation.resume()
        }
    }
}
