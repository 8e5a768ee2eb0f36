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
