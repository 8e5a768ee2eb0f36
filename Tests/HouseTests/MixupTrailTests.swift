import Base
import Storage
import Support
import Testing

@testable import egret

/// The check of log and rows finds what is planted: a swap, an act without a leaf, a paper that is not out.
@Suite("The check of the trail") struct MixupTrailTests {
    @Test func findsWhatIsPlantedAndNothingElse() async throws {
        let plan = MixupRound.Plan(papers: 6, terminals: 2, people: 12, seed: 5, rates: .none)
        let (truth, _) = try await MixupRig.round(.sqlite, plan) { round, citizens in
            let papers = round.truth.papers.sorted { $0.ticketID < $1.ticketID }
            let first = try #require(papers.first)
            let rest = Array(papers.dropFirst())
            let other = try #require(rest.first { $0.person != first.person })
            let swapped = first.told(person: other.person)
            let forged = first.told(hash: String(repeating: "0", count: 64))

            #expect(try await words(round, citizens, papers) == [])
            let inOtherHands = try await words(round, citizens, rest + [swapped])
            #expect(inOtherHands.contains { $0.hasSuffix("is about another person") }, "\(inOtherHands)")
            #expect(inOtherHands.contains { $0.hasSuffix("is kept for another person") }, "\(inOtherHands)")
            let notOut = try await words(round, citizens, rest)
            #expect(notOut.count == 1 && notOut[0].hasPrefix("the centre believes a paper"), "\(notOut)")
            let unsealed = try await words(round, citizens, rest + [forged])
            #expect(unsealed.contains { $0.hasPrefix("0 sealings of the paper") }, "\(unsealed)")
            let twice = try await words(round, citizens, papers + [first])
            #expect(twice == ["two papers came out for the ticket \(first.ticketID)"])

            try await removeTheSealing(of: first, round)
            let without = try await words(round, citizens, papers)
            #expect(without.contains { $0.hasPrefix("the audit log:") }, "\(without)")
            #expect(without.contains { $0.hasPrefix("0 sealings of the paper") }, "\(without)")
        }
        #expect(truth.words == [])
    }

    /// What the check says when these papers are told to have come out.
    private func words(
        _ round: MixupRound, _ citizens: MixupRound.Citizens, _ papers: [MixupTruth.Paper]
    ) async throws -> [String] {
        let told = MixupTruth()
        for paper in papers { told.cameOut(paper) }
        try await round.checkTrail(citizens, told)
        return told.words
    }

    private func removeTheSealing(of paper: MixupTruth.Paper, _ round: MixupRound) async throws {
        let engine = try await round.site.open()
        try await engine.write { db in
            let rows = try db.rows("SELECT idx, leaf_bytes FROM audit_leaves ORDER BY idx")
            let sealed = try rows.first { row in
                let leaf = String(decoding: try row.bytes("leaf_bytes"), as: UTF8.self)
                return leaf.contains("document.sealed") && leaf.contains(paper.hash)
            }
            let index = try sealed?.int("idx") ?? -1
            try db.run("DELETE FROM audit_leaves WHERE idx = \(index)")
        }
        await engine.close()
    }
}

extension MixupTruth.Paper {
    /// The same paper, told differently.
    fileprivate func told(person: Int? = nil, hash: String? = nil) -> Self {
        Self(
            ticketID: ticketID, caseNumber: caseNumber, person: person ?? self.person, terminalID: terminalID,
            hash: hash ?? self.hash)
    }
}
