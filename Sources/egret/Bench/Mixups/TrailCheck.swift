import Audit
import Base
import Casework
import Foundation
import Storage
import Vault

/// Holds the audit log and the rows of a round against the papers that came out in it.
struct TrailCheck: Sendable {
    private static let settlingMax = 100

    let engine: any SQLEngine
    let origin: String
    let key: SigningKey
    let world: World
    let truth: MixupTruth
    /// Citizens' ids and commitments, by the index of the person.
    let citizens: [(id: String, commitment: [UInt8])]

    /// What the log says of one case.
    private struct Trail {
        var counts: [String: Int] = [:]
        var subjects: Set<String> = []
        /// Hash and terminal of each paper that was fetched, and of each ticket.
        var hashes: [String: [String: Int]] = [:]
    }

    /// The rows of one case.
    private struct Rows {
        var documents: [MixupStore.Document] = []
        var tickets: [MixupStore.Ticket] = []
    }

    private struct Leaf: Decodable {
        let action: String
        let caseNumber: String?
        let payloadHash: String?
        let decision: String?

        enum CodingKeys: String, CodingKey {
            case action, decision
            case caseNumber = "case"
            case payloadHash = "payload_hash"
        }
    }

    /// Waits until every act has its place, then counts.
    func run(integrator: AuditIntegrator) async throws {
        try await settle(integrator)
        let report = try await AuditVerifier(
            origin: origin, keys: [VerifierKey(name: origin, key: key.publicKey)]
        ).verify(database: engine)
        for finding in report.findings.prefix(MixupTruth.wordsMax) {
            truth.wrong("the audit log: \(finding)")
        }
        let count = try await engine.read { db in try MixupStore.count(in: db) }
        if count.pending != 0 { truth.wrong("\(count.pending) acts have no place in the log") }
        if count.leaves != report.leavesChecked { truth.wrong("not every leaf was verified") }
        let trails = try await trails()
        check(trails, try await rows())
    }

    /// A centre that was torn down still holds the right to extend the log for two seconds.
    private func settle(_ integrator: AuditIntegrator) async throws {
        for _ in 0..<Self.settlingMax {
            while try await integrator.integrate() > 0 {}
            if try await engine.read({ db in try MixupStore.count(in: db).pending }) == 0 { return }
            try await world.sleep(.milliseconds(100))
        }
    }

    private func trails() async throws -> [String: Trail] {
        let known = Set(citizens.map(\.commitment.hex))
        var trails: [String: Trail] = [:]
        var next: Int64 = 0
        let decoder = JSONDecoder()
        while true {
            let from = next
            let page = try await engine.read { db in try MixupStore.leaves(from: from, in: db) }
            guard let last = page.last else { return trails }
            next = last.index + 1
            for row in page {
                let leaf = try decoder.decode(Leaf.self, from: Data(row.bytes))
                // What the verifier has just compared with the leaf, leaf by leaf.
                let subject = row.subject?.hex
                if let subject, !known.contains(subject) {
                    truth.wrong("leaf \(row.index) is about nobody of this city")
                }
                // The register of families is asked in a visit's name, before there is a case.
                guard let number = leaf.caseNumber, CaseNumber(rawValue: number) != nil else { continue }
                var trail = trails[number] ?? Trail()
                let what = leaf.action + (leaf.decision.map { ":" + $0 } ?? "")
                trail.counts[what, default: 0] += 1
                if let subject { trail.subjects.insert(subject) }
                if let hash = leaf.payloadHash {
                    trail.hashes[leaf.action, default: [:]][hash, default: 0] += 1
                }
                trails[number] = trail
            }
        }
    }

    private func rows() async throws -> [String: Rows] {
        var rows: [String: Rows] = [:]
        var after = ""
        while true {
            let id = after
            let page = try await engine.read { db in try MixupStore.documents(after: id, in: db) }
            guard let last = page.last else { break }
            after = last.id
            for document in page { rows[document.caseNumber, default: Rows()].documents.append(document) }
        }
        after = ""
        while true {
            let id = after
            let page = try await engine.read { db in try MixupStore.tickets(after: id, in: db) }
            guard let last = page.last else { return rows }
            after = last.id
            for ticket in page { rows[ticket.caseNumber, default: Rows()].tickets.append(ticket) }
        }
    }

    private func check(_ trails: [String: Trail], _ rows: [String: Rows]) {
        for (number, trail) in trails {
            let rows = rows[number] ?? Rows()
            if trail.subjects.count > 1 {
                truth.wrong("the log names \(trail.subjects.count) people in case \(number)")
            }
            expect(trail.counts["case.opened"] ?? 0, 1, "openings", number)
            expect(
                trail.hashes["document.sealed"]?.values.reduce(0, +) ?? 0, rows.documents.count, "sealings",
                number)
            expect(trail.counts["ticket.issued"] ?? 0, rows.tickets.count, "tickets", number)
            expect(
                trail.counts["paper.fetched"] ?? 0, rows.tickets.count { $0.isFetched }, "fetches", number)
            expect(
                trail.counts["print.ended:printed"] ?? 0, rows.tickets.count { $0.state == "printed" },
                "ends of printings", number)
            for ticket in rows.tickets where ticket.state == "printed" && !truth.hasPaper(ofTicket: ticket.id)
            {
                truth.wrong("the centre believes a paper of case \(number) is out, and it is not")
            }
        }
        for number in rows.keys where trails[number] == nil { truth.wrong("case \(number) left no trail") }
        for paper in truth.papers {
            check(paper, trails[paper.caseNumber] ?? Trail(), rows[paper.caseNumber] ?? Rows())
        }
    }

    private func check(_ paper: MixupTruth.Paper, _ trail: Trail, _ rows: Rows) {
        let person = citizens[paper.person]
        let number = paper.caseNumber
        if trail.subjects != [person.commitment.hex] {
            truth.wrong("the log of case \(number) is about another person")
        }
        expect(trail.hashes["document.sealed"]?[paper.hash] ?? 0, 1, "sealings of the paper", number)
        if trail.hashes["ticket.issued"]?[paper.hash] == nil {
            truth.wrong("no leaf of the paper's ticket: \(number)")
        }
        if trail.hashes["paper.fetched"]?[paper.hash] == nil {
            truth.wrong("no leaf of the paper's way: \(number)")
        }
        if trail.counts["register.answered:found"] == nil {
            truth.wrong("no leaf of the register: \(number)")
        }
        expect(trail.counts["case.submitted"] ?? 0, 1, "submissions", number)
        let kept = rows.documents.filter { $0.hash.hex == paper.hash }
        if kept.map(\.subject) != [person.id] {
            truth.wrong("the paper of case \(number) is kept for another person")
        }
        let ticket = rows.tickets.first { $0.id == paper.ticketID }
        if !["printed", "unknown", "fetched"].contains(ticket?.state ?? "none") {
            truth.wrong("a paper is out on a ticket that is \(ticket?.state ?? "none"): \(number)")
        }
    }

    private func expect(_ found: Int, _ wanted: Int, _ what: String, _ number: String) {
        if found != wanted { truth.wrong("\(found) \(what) in the log of case \(number), not \(wanted)") }
    }
}
