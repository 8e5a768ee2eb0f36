import Base
import Foundation
import Support
import Synchronization
import Testing

@testable import egret

/// Papers issued under faults on the whole house: each is checked against the person at the screen.
///
/// The numbers are what a debug build affords; `make test` issues thousands with `egret bench mixups`.
@Suite("Mix-ups", .serialized) struct MixupTests {
    @Test func noPaperIsMixedUpOnSQLite() async throws {
        try await issue(40, .sqlite, nodes: 1, seed: 11)
    }

    @Test(.enabled(if: TestEngine.conninfo != nil)) func noPaperIsMixedUpOnPostgres() async throws {
        try await issue(40, .postgres(conninfo: TestEngine.conninfo ?? ""), nodes: 1, seed: 12)
    }

    /// Row 56 of the fault table: two centres on one database.
    @Test(.enabled(if: TestEngine.conninfo != nil)) func row56NoPaperIsMixedUpBetweenTwoNodes() async throws {
        try await issue(40, .postgres(conninfo: TestEngine.conninfo ?? ""), nodes: 2, seed: 13)
    }

    /// Row 56 of the fault table: what is built for one node is not started on two.
    @Test func row56ASecondCentreOnOneSQLiteFileIsRefusedUntilTheFirstHasEnded() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "sole-\(Token(.live))").path
        defer { try? FileManager.default.removeItem(atPath: path + ".serving") }

        do {
            let first = try SoleCentre(database: path)
            do {
                _ = try SoleCentre(database: path)
                Issue.record("a second centre took the file")
            } catch let taken as SoleCentre.Taken {
                #expect(taken.description.contains("SQLite is for one centre"))
            }
            withExtendedLifetime(first) {}
        }
        _ = try SoleCentre(database: path)
    }

    @Test func everyLieOfADepartmentStopsTheServiceAndBecomesNoPaper() async throws {
        let (truth, faults) = try await MixupRig.round(
            .sqlite, MixupRound.Plan(papers: 30, terminals: 4, people: 40, seed: 3, rates: .none))

        #expect(truth.words == [])
        #expect(truth.errors == [:])
        #expect(faults.counted["department-lies", default: 0] > 0)
        #expect(faults.counted["department-lies"] == faults.counted["service-stopped"])
    }

    private func issue(_ papers: Int, _ engine: BenchEngine, nodes: Int, seed: UInt64) async throws {
        var plan = MixupRound.Plan(papers: papers, nodes: nodes, terminals: 12, people: 400, seed: seed)
        plan.secondReadingEvery = 40
        let (truth, faults) = try await MixupRig.round(engine, plan)

        #expect(truth.words == [])
        #expect(truth.count >= papers)
        // Faults came; how many visits ended without a paper is for `egret bench mixups` to say.
        #expect(faults.counted.values.reduce(0, +) > papers / 2, "\(faults.counted)")
        let doubled = faults.counted.filter { $0.key.hasPrefix("doubled.") }.values.reduce(0, +)
        #expect(doubled > 0, "signed requests arrived twice, on two nodes half of them at the other")
    }
}

/// A round for a test, on a site of its own.
enum MixupRig {
    static func round(
        _ engine: BenchEngine, _ plan: MixupRound.Plan,
        look: (MixupRound, MixupRound.Citizens) async throws -> Void = { _, _ in }
    ) async throws -> (MixupTruth, MixupFaults) {
        let truth = MixupTruth()
        let faults = MixupFaults(plan.rates)
        let options = BenchOptions(
            engines: [engine], services: Repository.root.appending(path: "Services"))
        try await BenchSite.use(engine, options) { site in
            let round = MixupRound(site: site, plan: plan, truth: truth, faults: faults)
            try await look(round, round.run())
        }
        return (truth, faults)
    }
}
