import Base
import Passkeys
import Stations
import Storage
import Support
import Testing

@testable import Staff

@Suite struct StaffSessionTests {
    @Test(
        "ASVS 7.3.1: a session ends after fifteen idle minutes, on the server",
        arguments: TestEngine.available)
    func aSessionEndsAfterFifteenIdleMinutes(_ engine: TestEngine) async throws {
        let house = try await StaffHouse(engine)
        let officer = try await house.firstOfficer()
        for _ in 1...5 {
            house.clock.advance(by: .seconds(14 * 60))
            _ = try await house.presence(officer)
        }
        house.clock.advance(by: StaffSession.idleMax)

        await #expect(throws: StaffRefused.sessionOver) { try await house.presence(officer) }
        house.clock.advance(by: .seconds(-60))
        await #expect(throws: StaffRefused.sessionOver) { try await house.presence(officer) }
    }

    @Test("ASVS 7.3.2: a session ends after twelve hours, however busy")
    func aSessionEndsAfterTwelveHours() async throws {
        let house = try await StaffHouse(.sqlite)
        let officer = try await house.firstOfficer()
        for _ in 1...71 {
            house.clock.advance(by: .seconds(600))
            _ = try await house.presence(officer)
        }
        house.clock.advance(by: .seconds(600))

        await #expect(throws: StaffRefused.sessionOver) { try await house.presence(officer) }
    }

    @Test func aClockThatWasSetBackEndsTheSession() async throws {
        let house = try await StaffHouse(.sqlite)
        let officer = try await house.firstOfficer()
        house.clock.advance(by: .seconds(-3_600))

        await #expect(throws: StaffRefused.sessionOver) { try await house.presence(officer) }
    }

    @Test(
        "ASVS 7.2.4: every sign-in makes a new token and ends the browser's former session",
        arguments: TestEngine.available)
    func everySignInMakesANewToken(_ engine: TestEngine) async throws {
        let house = try await StaffHouse(engine)
        var officer = try await house.firstOfficer()
        let former = officer

        try await house.signIn(&officer, former: former.token)

        #expect(officer.token != former.token)
        await #expect(throws: StaffRefused.sessionOver) { try await house.presence(former) }
        _ = try await house.presence(officer)
    }

    @Test(
        "ASVS 7.5.3: asking, agreeing and taking data out want a passkey shown in the last ten minutes",
        arguments: TestEngine.available)
    func whatWeighsWantsAFreshProof(_ engine: TestEngine) async throws {
        let house = try await StaffHouse(engine)
        var officer = try await house.firstOfficer()
        var system = try await house.invite(by: officer, seat: .system)
        let clerk = try await house.invite(by: officer, department: "police", region: "350203")
        try await house.grant([.clerk], to: clerk)
        let verbs = house.verbs
        func ask() async throws -> Token {
            try await verbs.requestApproval(
                .roles(account: clerk.id, [.clerk, .supervisor]), reason: "x",
                by: try await house.presence(officer), requestID: "r")
        }
        let id = try await ask()
        house.clock.advance(by: StaffSession.freshFor + .milliseconds(1))

        await #expect(throws: StaffRefused.proofTooOld) { _ = try await ask() }
        await #expect(throws: StaffRefused.proofTooOld) {
            try await verbs.decideApproval(
                id, .approved, by: try await house.presence(system), requestID: "r")
        }
        await #expect(throws: StaffRefused.proofTooOld) {
            _ = try await verbs.export(
                try ExportTests.selection(), reason: "x", by: try await house.presence(clerk), requestID: "r")
        }
        await #expect(throws: StaffRefused.proofTooOld) {
            let presence = try await house.presence(clerk)
            try await house.engine.write { db in
                _ = try verbs.exportQueue.takeAlone([], of: "", by: presence, requestID: "r", in: db)
            }
        }

        // Another one's device proves nothing; one's own makes the session fresh, under another token.
        let presence = try await house.presence(system)
        let offer = try await verbs.signIn.offer(again: presence)
        await #expect(throws: PasskeyRefused.stranger) {
            _ = try await verbs.signIn.again(try officer.device.get(offer), by: presence, requestID: "r")
        }
        let former = system.token
        system.token = try await verbs.signIn.again(
            try system.device.get(try await verbs.signIn.offer(again: presence)), by: presence,
            requestID: "r")
        await #expect(throws: StaffRefused.sessionOver) { try await verbs.current(token: former) }
        #expect(try await house.presence(system).session.id == presence.session.id)
        try await verbs.decideApproval(id, .approved, by: try await house.presence(system), requestID: "r")
        #expect(try await house.acts("staff.proved-again") == 1)
    }

    @Test(
        arguments: [
            (nil, "/me"), ("/approvals", "/approvals"), ("https://evil.example", "/me"),
            ("//evil.example", "/me"),
            ("/approvals/../x", "/me"), ("/people/s-0001", "/people/s-0001"),
            ("/catalogue/editor/police/a-b/difference", "/catalogue/editor/police/a-b/difference"),
            ("/people//evil.example", "/me"), ("/peoples", "/me"), ("/work?next=/x", "/me"),
        ] as [(String?, String)])
    func afterTheProofOneGoesOnAtTheDesk(_ asked: String?, _ place: String) {
        #expect(ProofPage.next(asked) == place)
    }

    @Test("ASVS 7.4.1: signing out ends the session on the server", arguments: TestEngine.available)
    func signingOutEndsTheSession(_ engine: TestEngine) async throws {
        let house = try await StaffHouse(engine)
        let officer = try await house.firstOfficer()

        try await house.verbs.current.signOut(token: officer.token, requestID: "r")

        await #expect(throws: StaffRefused.sessionOver) { try await house.presence(officer) }
        #expect(try await house.acts("staff.signed-out") == 1)
    }

    @Test("ASVS 7.4.2: whoever is shut out is out everywhere at once", arguments: TestEngine.available)
    func whoeverIsShutOutIsOutEverywhere(_ engine: TestEngine) async throws {
        let house = try await StaffHouse(engine)
        let officer = try await house.firstOfficer()
        let first = try await house.invite(by: officer, seat: .system)
        var second = first
        try await house.signIn(&second)
        let presence = try await house.presence(officer)

        try await house.verbs.end(first.id, by: presence, requestID: "r")

        for session in [first, second] {
            await #expect(throws: StaffRefused.sessionOver) { try await house.presence(session) }
        }
        await #expect(throws: PasskeyRefused.unknown) { try await house.signIn(&second) }
        await #expect(throws: StaffRefused.aboutYourself) {
            try await house.verbs.end(officer.id, by: presence, requestID: "r")
        }
        await #expect(throws: StaffRefused.accountEnded) { try await house.verbs.createCode.again(first.id) }
        #expect(try await house.verbs.queries.person(first.id).roles == [])
    }

    @Test(arguments: ["", "x", "0123456789abcdefghjkmnpqrs", String(repeating: "z", count: 5_000)])
    func aTokenNobodyGotOpensNothing(_ token: String) async throws {
        let house = try await StaffHouse(.sqlite)
        _ = try await house.firstOfficer()

        await #expect(throws: StaffRefused.sessionOver) { try await house.verbs.current(token: token) }
        await #expect(throws: StaffRefused.sessionOver) { try await house.verbs.current(token: nil) }
    }

    @Test(arguments: TestEngine.available)
    func aCopiedDeviceIsRefusedAndWrittenDown(_ engine: TestEngine) async throws {
        let house = try await StaffHouse(engine)
        var officer = try await house.firstOfficer()
        var copy = officer
        try await house.signIn(&officer)

        await #expect(throws: PasskeyRefused.cloned) { try await house.signIn(&copy) }

        let alarm = try #require(try await house.stations.queries.openAlarms().first)
        #expect(alarm.kind == .passkeyCloned && alarm.detail == copy.id)
        let told = try await house.engine.read { db in
            try db.rows("SELECT payload_bytes FROM jobs WHERE kind = 'staff.notice'").map {
                String(decoding: try $0.bytes("payload_bytes"), as: UTF8.self)
            }
        }
        #expect(told == ["\(copy.id) passkey-cloned"])

        #expect(try await house.acts("staff.passkey-refused") == 1)
    }
}
