import Base
import Support
import Testing

@testable import Storage

@Suite struct Leases {
    private struct Broken: Error {}

    private let world = World(
        now: { TestClock.start }, random: { _ in [] }, sleep: { try await Task.sleep(for: $0) })

    @Test(.timeLimit(.minutes(10)))
    func workWhoseLeaseIsLostIsCancelled() async {
        let outcome = await Leased(period: .milliseconds(1), world: world, renew: { false }).run {
            try await Task.sleep(for: .seconds(3_600))
        }

        guard case .lost = outcome else {
            Issue.record("the work went on: \(outcome)")
            return
        }
    }

    @Test(.timeLimit(.minutes(10)))
    func theLeaseIsRenewedWhileTheWorkLasts() async {
        let renewals = Tally()

        let outcome = await Leased(
            period: .milliseconds(1), world: world,
            renew: {
                renewals.add()
                return true
            }
        ).run {
            while renewals.count < 3 { try await Task.sleep(for: .milliseconds(1)) }
        }

        guard case .done = outcome else {
            Issue.record("the work did not end well: \(outcome)")
            return
        }
    }

    @Test(.timeLimit(.minutes(10)))
    func aRenewalThatFailsDoesNotEndTheWork() async {
        let renewals = Tally()

        let outcome = await Leased(
            period: .milliseconds(1), world: world,
            renew: {
                renewals.add()
                throw SQLError.busy
            }
        ).run {
            while renewals.count < 3 { try await Task.sleep(for: .milliseconds(1)) }
            throw Broken()
        }

        guard case .failed(let error) = outcome else {
            Issue.record("the work did not fail: \(outcome)")
            return
        }
        #expect(error is Broken)
    }

    @Test func pausesGrowToALimitAndHalfOfThemIsChance() {
        let backoff = Backoff(first: .seconds(1), longest: .seconds(10))
        let least = World(
            now: { TestClock.start }, random: { [UInt8](repeating: 0, count: $0) }, sleep: { _ in })
        let most = World(
            now: { TestClock.start }, random: { [UInt8](repeating: 255, count: $0) }, sleep: { _ in })

        #expect(
            (1...5).map { backoff.pause(after: $0, world: least) } == [0.5, 1, 2, 4, 5].map(Duration.seconds))
        #expect(
            (1...5).map { backoff.pause(after: $0, world: most) } == [1, 2, 4, 8, 10].map(Duration.seconds))
        #expect(backoff.pause(after: .max, world: most) == .seconds(10))
    }
}
