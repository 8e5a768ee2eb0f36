import Audit
import Base
import Foundation
import Storage
import Vault

/// Acts written down at a steady pace, each in a transaction of its own, while the tree is extended.
struct AuditAppendBench: Bench {
    let name = "audit-append"
    let help = "audit leaves appended at 500 a second, each durable by itself"
    static let ratePerSecond = 500

    func run(_ options: BenchOptions, emit: BenchEmit) async throws {
        for engine in options.engines {
            emit(try await BenchSite.use(engine, options) { site in try await measure(site, options) })
        }
    }

    private func measure(_ site: BenchSite, _ options: BenchOptions) async throws -> BenchLine {
        let house = try await site.house()
        let server = try await BenchServer.start(house, beside: [house.auditIntegrator()])
        let count = (options.seconds ?? 15) * Self.ratePerSecond
        let start = Ticks.now
        let outcomes = await withTaskGroup(of: Int64?.self) { group in
            for index in 0..<count {
                let due = start + Int64(index) * 1_000_000_000 / Int64(Self.ratePerSecond)
                let wait = due - Ticks.now
                if wait > 0 { try? await house.world.sleep(.nanoseconds(wait)) }
                group.addTask {
                    do {
                        let act = BenchAct.numbered(index)
                        _ = try await house.engine.write { db in try house.audit.append(act, in: db) }
                        return Ticks.now - due
                    } catch {
                        return nil
                    }
                }
            }
            return await group.reduce(into: [Int64?]()) { $0.append($1) }
        }
        await server.stop()
        var latencies = Latencies()
        for took in outcomes.compactMap({ $0 }) { latencies.add(took) }
        let status = try await house.engine.read { db in try AuditStatus.read(in: db) }
        await house.close()
        var line = BenchLine(bench: name, engine: site.engine.name)
        latencies.write(to: &line)
        line["rate"] = .figure(Double(latencies.nanoseconds.count) / Double(options.seconds ?? 15))
        line["errors"] = .count(outcomes.count { $0 == nil })
        line["wrong"] = .count(abs(Int(status.size) + Int(status.pending) - latencies.nanoseconds.count))
        return line
    }
}

/// A whole log counted again from its leaves.
struct AuditVerifyBench: Bench {
    let name = "audit-verify"
    let help = "a million leaves put into the tree, and the whole log verified again"
    private static let batch = 10_000

    func run(_ options: BenchOptions, emit: BenchEmit) async throws {
        for engine in options.engines {
            emit(try await BenchSite.use(engine, options) { site in try await measure(site, options) })
        }
    }

    private func measure(_ site: BenchSite, _ options: BenchOptions) async throws -> BenchLine {
        let house = try await site.house()
        let leaves = options.rows ?? 1_000_000
        let integrator = try house.auditIntegrator()
        let started = Ticks.now
        var made = 0
        while made < leaves {
            let (first, count) = (made, min(Self.batch, leaves - made))
            let audit = house.audit
            try await house.engine.write { db in
                for index in first..<first + count { try audit.append(BenchAct.numbered(index), in: db) }
            }
            while try await integrator.integrate() == AuditIntegrator.leavesMax {}
            made += count
        }
        let generated = Ticks.seconds(since: started)
        let key = VerifierKey(
            name: house.centre.auditOrigin,
            key: try house.vault.ring.signingKey(.auditCheckpoint).publicKey)
        let start = Ticks.now
        let report = try await AuditVerifier(origin: house.centre.auditOrigin, keys: [key])
            .verify(database: house.engine)
        let took = Ticks.seconds(since: start)
        await house.close()
        var line = BenchLine(bench: name, engine: site.engine.name)
        line["n"] = .count(Int(report.leavesChecked))
        line["rate"] = .figure(Double(report.leavesChecked) / took)
        line["verify_s"] = .figure(took)
        line["generate_s"] = .figure(generated)
        line["errors"] = .count(0)
        line["wrong"] = .count(report.findingCount + abs(leaves - Int(report.leavesChecked)))
        return line
    }
}

/// An act like those of a case.
enum BenchAct {
    static func numbered(_ index: Int) -> AuditAct {
        AuditAct(
            "register.asked", actor: .system("egret"), purpose: "002090001001",
            caseNumber: "11350200MBX900017M300209000100120260101\(index)",
            subject: [UInt8](repeating: 7, count: 32), fields: ["police/residents", "name", "number"],
            terminal: "00000000000000000000000000", requestID: "bench")
    }
}
