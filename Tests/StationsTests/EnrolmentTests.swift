import Base
import Stations
import Storage
import Support
import Testing
import Vault
import Wire

@Suite struct EnrolmentTests {
    @Test(arguments: TestEngine.available) func aCodeAdmitsOneTerminal(_ engine: TestEngine) async throws {
        let house = try await StationsHouse(engine)
        let key = try SigningKey.generate(.p256)
        let code = try await house.verbs.createCode(station: "siming-1", by: house.operatorAccount)

        let answer = try await house.verbs.enrol(house.request(code: code.text, serial: "SN-1", key: key))

        #expect(answer.stationName == "湖滨样板店")
        #expect(answer.ticketKeysPEM == ["TICKET KEY"])
        let terminal = try #require(try await house.verbs.queries.terminal(answer.terminalID))
        #expect(terminal.state == .enrolled)
        #expect(try PublicKey(pem: terminal.publicKeyPEM) == key.publicKey)
        #expect(try await house.verbs.queries.station(of: answer.terminalID)?.id == "siming-1")
        #expect(try await house.acts("terminal.enrolled") == 1)
        #expect(try await house.acts("terminal.code-created") == 1)
    }

    @Test(arguments: TestEngine.available) func aCodeIsGoodForOneTerminal(_ engine: TestEngine) async throws {
        let house = try await StationsHouse(engine)
        let code = try await house.verbs.createCode(station: "siming-1", by: house.operatorAccount)
        _ = try await house.verbs.enrol(
            house.request(code: code.text, serial: "SN-1", key: try .generate(.ed25519)))

        await #expect(throws: TerminalRefused.codeUnknown) {
            try await house.verbs.enrol(
                house.request(code: code.text, serial: "SN-2", key: try .generate(.ed25519)))
        }
    }

    @Test(arguments: TestEngine.available) func aCodeEndsAfterFifteenMinutes(_ engine: TestEngine)
        async throws
    {
        let house = try await StationsHouse(engine)
        let code = try await house.verbs.createCode(station: "siming-1", by: house.operatorAccount)
        let request = house.request(code: code.text, serial: "SN-1", key: try .generate(.ed25519))
        house.clock.advance(by: EnrolmentCode.life)

        await #expect(throws: TerminalRefused.codeUnknown) { try await house.verbs.enrol(request) }
    }

    @Test(arguments: ["", "wrong", "7k2m-q9xd-e4ht", String(repeating: "a", count: 5_000), "７k2m-q9xd-e4ht"])
    func aCodeNobodyMadeAdmitsNobody(_ code: String) async throws {
        let house = try await StationsHouse(.sqlite)

        await #expect(throws: TerminalRefused.codeUnknown) {
            try await house.verbs.enrol(
                house.request(code: code, serial: "SN-1", key: try .generate(.ed25519)))
        }
    }

    @Test func aCodeMayBeTypedAsPeopleType() async throws {
        let house = try await StationsHouse(.sqlite)
        let code = try await house.verbs.createCode(station: "siming-1", by: house.operatorAccount)
        let typed = " " + code.text.uppercased().replacing("-", with: "  ").replacing("0", with: "O")

        let answer = try await house.verbs.enrol(
            house.request(code: typed, serial: "SN-1", key: try .generate(.ed25519)))

        #expect(Token(rawValue: answer.terminalID) != nil)
    }

    @Test func theTableHoldsNoCode() async throws {
        let house = try await StationsHouse(.sqlite)
        let code = try await house.verbs.createCode(station: "siming-1", by: house.operatorAccount)
        let plain = Array(code.text.replacing("-", with: "").utf8)

        let hash = try await house.engine.read { db in
            try db.rows("SELECT code_hash FROM enrolment_codes").first?.bytes("code_hash")
        }

        #expect(hash?.count == 32 && hash != plain)
    }

    @Test(arguments: TestEngine.available)
    func aSerialThatComesTwiceFreezesBothAndCallsSomeone(_ engine: TestEngine) async throws {
        let house = try await StationsHouse(engine)
        let machine = try await house.machine(serial: "SN-1")
        let code = try await house.verbs.createCode(station: "siming-1", by: house.operatorAccount)

        await #expect(throws: TerminalRefused.identityReused) {
            try await house.verbs.enrol(
                house.request(code: code.text, serial: "SN-1", key: try .generate(.ed25519)))
        }

        let terminal = try await house.verbs.queries.terminal(machine.id)
        #expect(terminal?.state == .stopped)
        #expect(terminal?.stopReason == "identity-reused")
        #expect(try await house.verbs.queries.openAlarms().map(\.kind) == [.identityReused])
        await #expect(throws: TerminalRefused.codeUnknown) {
            try await house.verbs.enrol(
                house.request(code: code.text, serial: "SN-9", key: try .generate(.ed25519)))
        }
    }

    @Test(arguments: TestEngine.available)
    func aKeyThatComesTwiceFreezesItsHolder(_ engine: TestEngine) async throws {
        let house = try await StationsHouse(engine)
        let machine = try await house.machine(serial: "SN-1")
        let code = try await house.verbs.createCode(station: "siming-1", by: house.operatorAccount)

        await #expect(throws: TerminalRefused.identityReused) {
            try await house.verbs.enrol(house.request(code: code.text, serial: "SN-2", key: machine.key))
        }

        #expect(try await house.verbs.queries.terminal(machine.id)?.state == .stopped)
    }

    @Test(arguments: TestEngine.available)
    func aRevokedMachineMayBeAdmittedAnew(_ engine: TestEngine) async throws {
        let house = try await StationsHouse(engine)
        let machine = try await house.machine(serial: "SN-1")
        try await house.verbs.revoke(machine.id, reason: "repaired", by: house.operatorAccount)

        let again = try await house.machine(serial: "SN-1")

        #expect(again.id != machine.id)
        #expect(try await house.verbs.queries.terminal(again.id)?.state == .enrolled)
    }

    @Test(arguments: [
        ("", "PEM"), ("SN 1", "PEM"), ("SN-1", "no key"), ("SN-1", String(repeating: "x", count: 9_000)),
    ])
    func aRequestThatBreaksTheFormUsesNoCodeUp(_ serial: String, _ pem: String) async throws {
        let house = try await StationsHouse(.sqlite)
        let code = try await house.verbs.createCode(station: "siming-1", by: house.operatorAccount)
        let key = try SigningKey.generate(.ed25519)
        let request = EnrolmentRequest(
            code: code.text, publicKeyPEM: pem == "PEM" ? key.publicKey.pem : pem, serial: serial,
            version: "1")

        await #expect(throws: TerminalRefused.malformed) { try await house.verbs.enrol(request) }

        _ = try await house.verbs.enrol(house.request(code: code.text, serial: "SN-1", key: key))
    }

    @Test func anUnknownStationGetsNoCode() async throws {
        let house = try await StationsHouse(.sqlite)

        await #expect(throws: TerminalRefused.unknownStation) {
            try await house.verbs.createCode(station: "nowhere", by: house.operatorAccount)
        }
    }
}
