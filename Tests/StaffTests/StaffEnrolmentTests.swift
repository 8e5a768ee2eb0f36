import Base
import Passkeys
import Storage
import Support
import Testing

@testable import Staff

@Suite struct StaffEnrolmentTests {
    @Test(
        "ASVS 6.3.2: there is no default account; the console's code enrols the first officer, once",
        arguments: TestEngine.available)
    func theConsolesCodeEnrolsTheFirstOfficer(_ engine: TestEngine) async throws {
        let house = try await StaffHouse(engine)
        #expect(try await house.verbs.queries.people() == [])
        let spare = try await house.verbs.createCode.first()

        let officer = try await house.firstOfficer()

        let person = try await house.verbs.queries.person(officer.id)
        #expect(person.id == "s-0001" && person.roles == [.security] && person.state == .active)
        #expect(try await house.presence(officer).account == person)
        #expect(try await house.verbs.queries.hasSecurityOfficer())
        await #expect(throws: StaffRefused.firstOfficerThere) { try await house.verbs.createCode.first() }
        await #expect(throws: StaffRefused.codeUnknown) {
            try await house.verbs.enrol.offer(code: spare.text)
        }
        #expect(try await house.acts("staff.enrolled") == 1)
        #expect(try await house.acts("staff.code-created") == 2)
    }

    @Test(
        "ASVS 6.4.1: a code works once, for fifteen minutes, and has 80 bits", arguments: TestEngine.available
    )
    func aCodeWorksOnceAndForFifteenMinutes(_ engine: TestEngine) async throws {
        let house = try await StaffHouse(engine)
        let officer = try await house.firstOfficer()
        let invite = InviteStaff.Person(
            name: try StaffHouse.name("陈样本"), department: nil, region: nil, seat: nil)
        let presence = try await house.presence(officer)
        let used = try await house.verbs.invite(invite, by: presence, requestID: "r").code
        let late = try await house.verbs.invite(invite, by: presence, requestID: "r").code
        _ = try await house.enrol(used)
        house.clock.advance(by: StaffCode.life)

        await #expect(throws: StaffRefused.codeUnknown) { try await house.enrol(used) }
        await #expect(throws: StaffRefused.codeUnknown) { try await house.enrol(late) }
        #expect(used.text.filter { $0 != "-" }.count * 5 == 80)
        #expect(used.text != late.text)
    }

    @Test(arguments: ["", "wrong", "7k2m-q9xd-e4ht-0000", String(repeating: "a", count: 5_000)])
    func aCodeNobodyMadeIsUnknown(_ code: String) async throws {
        let house = try await StaffHouse(.sqlite)

        await #expect(throws: StaffRefused.codeUnknown) { try await house.verbs.enrol.offer(code: code) }
    }

    @Test func twoWhoAreFirstAtOnceBecomeOne() async throws {
        let house = try await StaffHouse(.sqlite)
        let codes = [try await house.verbs.createCode.first(), try await house.verbs.createCode.first()]
        var devices = try (1...2).map {
            try PasskeyDevice(origin: StaffHouse.origin, credentialID: [UInt8($0), 1, 2, 3])
        }
        var answers: [PasskeyCreation] = []
        for index in 0..<2 {
            let offer = try await house.verbs.enrol.offer(code: codes[index].text).offer
            answers.append(try devices[index].create(offer))
        }
        let name = try StaffHouse.name("林安全")
        _ = try await house.verbs.enrol(code: codes[0].text, name: name, answers[0], requestID: "r")

        await #expect(throws: StaffRefused.codeUnknown) {
            try await house.verbs.enrol(code: codes[1].text, name: name, answers[1], requestID: "r")
        }
        #expect(try await house.verbs.queries.people().count == 1)
    }

    @Test(arguments: TestEngine.available)
    func namesAndCodesAreNowhereInClear(_ engine: TestEngine) async throws {
        let house = try await StaffHouse(engine)
        let code = try await house.verbs.createCode.first()
        let officer = try await house.enrol(code, name: "林安全")

        let stored = try await house.engine.read { db in
            try db.rows("SELECT name_sealed FROM staff_accounts").map { try $0.bytes("name_sealed") }
                + db.rows("SELECT code_hash FROM staff_codes").map { try $0.bytes("code_hash") }
                + db.rows("SELECT token_hash FROM staff_sessions").map { try $0.bytes("token_hash") }
        }

        let secrets = ["林安全", code.text.replacing("-", with: ""), officer.token].map { Array($0.utf8) }
        #expect(stored.count == 3)
        for bytes in stored {
            #expect(!secrets.contains { !bytes.ranges(of: $0).isEmpty })
        }
    }

    @Test(arguments: TestEngine.available)
    func anEmptySeatIsFilledAtOnceAndATakenOneIsNot(_ engine: TestEngine) async throws {
        let house = try await StaffHouse(engine)
        let officer = try await house.firstOfficer()

        let second = try await house.invite(by: officer, seat: .system)

        #expect(try await house.presence(second).account.roles == [.system])
        for seat in [StaffRole.system, .security] {
            await #expect(throws: StaffRefused.seatTaken) {
                _ = try await house.invite(by: officer, seat: seat)
            }
        }
        await #expect(throws: StaffRefused.malformed) {
            _ = try await house.invite(by: officer, seat: .clerk)
        }
        let third = try await house.invite(by: officer)
        #expect(try await house.presence(third).account.roles == [])
        await #expect(throws: StaffRefused.rightMissing) { _ = try await house.invite(by: second) }
    }

    @Test func nobodyElsesDeviceIsReplaced() async throws {
        let house = try await StaffHouse(.sqlite)

        await #expect(throws: StaffRefused.unknownAccount) {
            try await house.verbs.createCode.again("s-0099")
        }
    }
}
