import Base
import Storage
import Support
import Testing
import Vault

@testable import Federation

/// Sites that do not answer when a session ends here.
@Suite struct AwaySiteTests {
    /// A night's work at a site's own machines: nothing is set aside for somebody here to try again.
    @Test func aClientThatIsAwayForHoursIsToldWhenItIsBack() async throws {
        let house = try await FederationHouse()
        try await house.visit { visitor in
            _ = try await visitor.redeem(try await visitor.code())
            house.outbox.fail(with: Array(repeating: .unreachable(system: "portal"), count: 10))
            let session = try #require(house.accounts.session(visitor.cookie ?? ""))
            try await EndGrants(house.parts)(session.session, requestID: "r")

            for _ in 1...11 {
                #expect(try await house.work() == 1)
                house.clock.advance(by: .seconds(12 * 3_600))
            }

            #expect(house.outbox.sent.count == 11)
            let jobs = try await house.engine.read { db in try JobStore.counts(in: db) }
            #expect(jobs[.done] == 1 && jobs[.dead] == 0)
        }
    }
}
