import Vault
import Storage
import Base
import Support
import Testing

@testable import Identity

/// Sign-ins that the house ends.
@Suite struct EndSignInsTests {
    @Test(
        "ASVS 7.4.5: the console ends every session of a person or of everybody; accounts stay",
        arguments: TestEngine.available)
    func everySessionOfAPersonOrOfEverybodyIsEndedByTheConsole(_ engine: TestEngine) async throws {
        let house = try await IdentityHouse(engine)
        try await house.register()
        try await house.register(2, name: "林阿美", phone: "13800138002")
        let sessions = (try await house.activated(), try await house.activated(2))
        let number = try CitizenNumber(IdentityHouse.number())

        #expect(try await house.accounts.endSignIns(of: number) == 1)

        let open = { (session: AccountSession) in
            try await house.engine.read { db in try AccountSessionStore.find(session.id, in: db) != nil }
        }
        #expect(try await !open(sessions.0))
        #expect(try await open(sessions.1), "another's goes on")
        #expect(try await house.accounts.endSignIns(of: number) == 0, "once")
        #expect(try await house.accounts.endSignIns(of: nil) == 1)
        #expect(try await !open(sessions.1))
        #expect(try await house.accounts.endSignIns(of: try CitizenNumber(IdentityHouse.number(9))) == 0)
        #expect(try await house.acts("account.session-ended") == 3)
        try await house.engine.read { [vault = house.vault] db in
            for session in [sessions.0, sessions.1] {
                #expect(try AccountStore.isOpen(session.citizen, in: db))
                _ = try vault.subject(session.citizen, in: db)
            }
        }
    }

    @Test(
        "ASVS 7.4.5: the console ends visits that a phone has opened too, of one or of everybody",
        arguments: [false, true], TestEngine.available)
    func visitsThatAPhoneHasOpenedEndToo(_ isEverybody: Bool, _ engine: TestEngine) async throws {
        let house = try await IdentityHouse(engine)
        try await house.register()
        let account = try await house.signIn(house.enrolled()).session
        // An account of long ago, so that the first visit may be opened by card and phone.
        try await house.engine.write { db in
            _ = try db.run("UPDATE accounts SET sure_from_ms = NULL")
        }
        var visits: [Session] = []
        for terminal in ["t-7", "t-8"] {
            let visit = try await house.begin(terminal).session
            visits.append(visit)
            if visits.count == 1 { try await house.present(IdentityHouse.card(), in: visit) }
            try await house.accounts.phone.ask(in: visit, withCard: visits.count == 1, requestID: "r")
            guard case .waiting(let code) = try await house.accounts.phone.standing(in: visit) else {
                Issue.record("no code is shown")
                return
            }
            try await house.accounts.phone.decide(true, code: code, by: account, requestID: "r")
        }
        let factors = try await house.accounts.phone.complete(in: visits[0], requestID: "r").session.session
            .factors
        #expect(factors == [.card, .phone])
        let waiting = try await house.begin("t-9").session
        let opened = visits[0].id

        let number = try CitizenNumber(IdentityHouse.number())
        // The session that set the account up, the one that signed in, and the visit.
        #expect(try await house.accounts.endSignIns(of: isEverybody ? nil : number) == 3)

        let left = try await house.engine.read { db in
            try [opened, waiting.id].filter { try SessionStore.open(id: $0, in: db) != nil }
        }
        #expect(left == [waiting.id], "nobody is known in it")
        await #expect(throws: AccountRefused.visitUnknown) {
            try await house.accounts.phone.complete(in: visits[1], requestID: "r")
        }
    }
}
