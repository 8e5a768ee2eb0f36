import Base
import Casework
import Storage
import Support
import Testing

/// How often a service was done, without a word about whose.
@Suite struct CaseUsesTests {
    @Test(arguments: TestEngine.available)
    func countsWhatWasSentInSinceAMoment(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let now = house.world.now()
        _ = try await house.issued(for: try await house.visit(.one))
        _ = try await house.complete(for: try await house.visit(.two, at: 1))

        let (since, later) = try await house.engine.read { db in
            (
                try CaseUsesStore.counts(since: now, in: db),
                try CaseUsesStore.counts(since: now + .seconds(86_400), in: db)
            )
        }
        #expect(since == [CaseHouse.residence: 1], "one that was only begun does not count")
        #expect(later == [:])
    }
}
