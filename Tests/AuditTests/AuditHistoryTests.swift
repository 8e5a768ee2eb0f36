import Base
import Storage
import Support
import Testing

@testable import Audit

@Suite struct AuditHistoryTests {
    private static let mine = [UInt8](repeating: 7, count: 32)

    @Test(arguments: TestEngine.available)
    func aPersonFindsWhatIsAboutHerAndNothingElse(on engine: TestEngine) async throws {
        let log = try await TestLog(engine)
        // Every two hundred and fifty-sixth act is about her.
        try await log.grow(by: [3, 300, 2_300])

        let (first, second) = try await log.engine.read { db in
            let first = try AuditHistory()(about: Self.mine, in: db)
            return (first, try AuditHistory()(about: Self.mine, before: first.before, in: db))
        }

        #expect(first.acts.count == AuditHistory.actsMax)
        #expect(first.before == first.acts.last?.index)
        #expect(second.before == nil)
        let all = first.acts + second.acts
        #expect(all.map(\.index) == all.map(\.index).sorted(by: >))
        #expect(Set(all.map(\.index)).count == all.count)
        #expect(all.count == 11)
        #expect(all.allSatisfy { $0.caseNumber.flatMap { Int($0.dropFirst(2)) }.map { $0 % 256 } == 7 })
        #expect(all[0].fields == ["name", "address"])
        #expect(all[0].actorKind == "citizen")
        #expect(all[0].purpose == "residence-proof")
    }

    @Test(arguments: TestEngine.available)
    func aLogFromBeforeItWasNotedIsGoneThroughOnce(on engine: TestEngine) async throws {
        let log = try await TestLog(engine)
        try await log.append(20)
        try await log.makeFirstVersion()
        try await log.integrator.integrate()
        try await log.append(300)
        try await log.makeFirstVersion()
        try await log.integrator.integrate()
        let before = try await log.engine.read { db in try AuditHistory()(about: Self.mine, in: db).acts }
        try await log.run(["DELETE FROM audit_subjects"])
        #expect(try await !log.verifier().verify(database: log.engine).isClean)

        try await TestLog.integrator(log.engine, log.key, log.world).integrate()

        let after = try await log.engine.read { db in try AuditHistory()(about: Self.mine, in: db).acts }
        #expect(before.count == 3)
        #expect(after == before)
        #expect(try await log.verifier().verify(database: log.engine).isClean)
    }

    @Test(arguments: TestEngine.available)
    func anActThatIsNotedAsSomebodyElsesIsNotShown(on engine: TestEngine) async throws {
        let log = try await TestLog(engine)
        try await log.grow(by: [20])
        try await log.run(["UPDATE audit_subjects SET subject = \(Self.mine) WHERE idx = 3"])

        await #expect(throws: AuditError.self) {
            try await log.engine.read { db in try AuditHistory()(about: Self.mine, in: db).acts }
        }
    }

    @Test func whomALeafIsAboutIsReadFromItsBytes() throws {
        let leaf = try AuditLeaf(TestLog.act(7), id: Token(.frozen(seed: 1)), at: Instant(milliseconds: 1))
        let sly = try AuditLeaf(
            AuditAct(
                "x", actor: .system(",\"subject\":\"" + Self.mine.hex + "\""), purpose: nil, caseNumber: nil,
                subject: nil),
            id: Token(.frozen(seed: 1)), at: Instant(milliseconds: 1))

        #expect(AuditLeaf.subject(in: leaf.bytes) == LeafPseudonym.of(Self.mine, in: leaf.id))
        #expect(AuditLeaf.isAbout(Self.mine, leaf.bytes) && !AuditLeaf.isAbout(nil, leaf.bytes))
        #expect(AuditLeaf.isAbout(nil, sly.bytes) && !AuditLeaf.isAbout(Self.mine, sly.bytes))
        #expect(AuditLeaf.subject(in: sly.bytes) == nil)
        #expect(AuditLeaf.subject(in: Array(",\"subject\":\"07".utf8)) == nil)
    }
}
