package import Base
import Synchronization

/// How the last sendings of codes went, so that a person without a phone waits as long, and reads the same, as one who has.
///
/// Source: ASVS 5.0.0, 6.3.8; what is asked of the gateway shows in the time that the page takes.
package final class LastSendings: Sendable {
    struct Sending: Sendable {
        let took: Duration
        let delivered: Bool
    }

    private static let kept = 64
    /// Until a first one is known: about what a gateway takes.
    private static let usual = Sending(took: .milliseconds(150), delivered: true)

    private let last = Mutex<[Sending]>([])

    package init() {}

    /// Sends, and notes how that went.
    package func measure(_ clock: SteadyClock, _ send: () async throws -> Void) async throws {
        let start = clock.now()
        do {
            try await send()
            note(Sending(took: clock.now() - start, delivered: true))
        } catch {
            note(Sending(took: clock.now() - start, delivered: false))
            throw error
        }
    }

    /// Sends nothing, and takes as long as one of the last sendings did.
    ///
    /// - Returns: Whether that one was delivered.
    package func imitate(_ world: World) async throws -> Bool {
        let chance = world.random(1)[0]
        let model = last.withLock { $0.isEmpty ? Self.usual : $0[Int(chance) % $0.count] }
        try await world.steady.sleep(model.took)
        return model.delivered
    }

    private func note(_ sending: Sending) {
        last.withLock { $0 = $0.suffix(Self.kept - 1) + [sending] }
    }
}
