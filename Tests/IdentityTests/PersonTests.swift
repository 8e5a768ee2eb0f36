import Audit
import Base
import Identity
import Storage
import Support
import Testing
import Vault

@Suite struct PersonTests {
    @Test(arguments: TestEngine.available)
    func twoFirstVisitsAtOnceMakeOnePerson(_ engine: TestEngine) async throws {
        let house = try await IdentityHouse(engine)
        var sessions: [Session] = []
        for terminal in 1...6 {
            let session = try await house.claimed(terminal: "t-\(terminal)")
            try await house.consent(in: session)
            sessions.append(session)
        }
        let citizens = try await withThrowingTaskGroup(of: Token.self) { group in
            for session in sessions {
                group.addTask { try await house.face(in: session).session.citizen }
            }
            return try await group.reduce(into: Set<Token>()) { $0.insert($1) }
        }
        #expect(citizens.count == 1)
        #expect(try await house.citizens() == 1)
        #expect(try await house.acts("identity.proved") == 6)
    }

    @Test(arguments: TestEngine.available)
    func whatIsStoredNamesNobody(_ engine: TestEngine) async throws {
        let house = try await IdentityHouse(engine)
        try await house.register()
        let open = try await house.claimed(IdentityHouse.card(2, name: "林阿美"), terminal: "t-9")
        try await house.consent(in: open)
        let session = try await house.claimed()
        let code = try await house.send(in: session)
        try await house.confirm(code, in: session)
        let stored = try await house.everythingStored()
        #expect(stored.count > 20)
        for secret in [
            "王小明", "林阿美", IdentityHouse.number(1), IdentityHouse.number(2), "13800138000", "思明分局",
        ] {
            #expect(!stored.contains { $0.holds(Array(secret.utf8)) }, "\(secret)")
        }
        for leaf in try await house.leaves() {
            #expect(!leaf.contains(code) && !leaf.contains("王") && !leaf.contains("3502031990"), "\(leaf)")
        }
    }

    @Test(arguments: TestEngine.available)
    func everyActLeavesOneLeaf(_ engine: TestEngine) async throws {
        let house = try await IdentityHouse(engine)
        try await house.register()
        let session = try await house.begin().session
        var count = 1
        func expectOneMore(_ action: String) async throws {
            count += 1
            let leaves = try await house.leaves()
            #expect(leaves.count == count)
            #expect(leaves.contains { $0.contains("\"\(action)\"") })
        }
        try await house.present(IdentityHouse.card(), in: session)
        try await expectOneMore("identity.card-read")
        try await house.consent(in: session)
        try await expectOneMore("consent.given")
        _ = try? await house.face(IdentityHouse.otherFace, in: session)
        try await expectOneMore("identity.refused")
        let code = try await house.send(in: session)
        try await expectOneMore("identity.code-sent")
        let proved = try await house.confirm(code, in: session)
        // Beside it the consent once more, with the person whose it turned out to be.
        count += 1
        try await expectOneMore("identity.proved")
        let vault = house.vault
        let hers = try await house.engine.read { db in
            try vault.subject(proved.session.citizen, in: db).commitment()
        }
        for action in ["consent.given", "identity.code-sent"] {
            let told = try await house.leaves().filter {
                $0.contains("\"\(action)\"") && AuditHistory.isAbout(hers, leaf: Array($0.utf8))
            }
            #expect(told.count == 1, "\(action)")
        }
        try await house.verbs.end.all(ofTerminal: "t-1", because: .finished, requestID: "r")
        try await expectOneMore("session.ended")
    }

    @Test(arguments: TestEngine.available)
    func whatCannotBeWrittenDownDoesNotHappen(_ engine: TestEngine) async throws {
        let house = try await IdentityHouse(engine)
        try await house.register()
        let (token, session) = try await house.begin()
        try await house.present(IdentityHouse.card(), in: session)
        try await house.consent(in: session)
        let code = try await house.send(in: session)
        try await house.breakAudit()
        await #expect(throws: (any Error).self) { try await house.face(in: session) }
        await #expect(throws: (any Error).self) { try await house.confirm(code, in: session) }
        await #expect(throws: (any Error).self) { try await house.send(in: session) }
        await #expect(throws: (any Error).self) {
            try await ChooseWay(house.parts).withdraw(.face, for: .code, in: session, requestID: "r")
        }
        await #expect(throws: (any Error).self) {
            try await house.verbs.end.all(ofTerminal: "t-1", because: .finished, requestID: "r")
        }
        await #expect(throws: (any Error).self) { _ = try await house.begin("t-2") }
        #expect(house.messages.sent.count == 1)
        let after = try await house.verbs.current(token: token, terminal: "t-1")
        #expect(after.citizen == nil)
    }

    @Test(arguments: TestEngine.available)
    func aNewNameThatTheAuthorityConfirmsIsTheName(_ engine: TestEngine) async throws {
        let house = try await IdentityHouse(engine)
        try await house.register(name: "王小明")
        let session = try await house.claimed(IdentityHouse.card(name: "王大明"))
        try await house.consent(in: session)
        let proved = try await house.face(in: session)
        let (vault, id) = (house.vault, proved.session.citizen)
        let citizen = try await house.engine.read { db in try CitizenStore.find(id, vault: vault, in: db) }
        #expect(citizen?.name == "王大明")
        #expect(citizen?.phone?.text == "13800138000")
        #expect(try await house.citizens() == 1)
    }

    @Test func aPersonWhoseKeysAreGoneBeginsAnew() async throws {
        let house = try await IdentityHouse(.sqlite)
        let first = try await house.claimed()
        try await house.consent(in: first)
        let former = try await house.face(in: first).session.citizen
        let vault = house.vault
        try await house.engine.write { db in try vault.shred(former, in: db) }
        let second = try await house.claimed()
        try await house.consent(in: second)
        #expect(try await house.face(in: second).session.citizen != former)
    }
}
