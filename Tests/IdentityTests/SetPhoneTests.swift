import Base
import Storage
import Support
import Testing

@testable import Identity

@Suite struct SetPhoneTests {
    private static let new = "13900139000"

    /// Identified by card and face, who has no phone yet.
    private func visit(
        _ house: IdentityHouse, by factor: Factor = .face, terminal: String = "t-1"
    ) async throws -> IdentifiedSession {
        let session = try await house.claimed(terminal: terminal)
        guard factor == .face else {
            return try await house.confirm(house.send(in: session), in: session).session
        }
        try await house.consent(in: session)
        return try await house.face(in: session).session
    }

    private func send(
        _ house: IdentityHouse, to number: String = new, for asker: SetPhone.Asker
    ) async throws -> String {
        _ = try await house.accounts.setPhone.send(
            to: number, for: asker, language: .english, requestID: "r")
        return house.messages.sent.last?.code ?? ""
    }

    private func confirm(
        _ house: IdentityHouse, _ code: String, to number: String = new, for asker: SetPhone.Asker
    ) async throws {
        try await house.accounts.setPhone.confirm(code, to: number, for: asker, requestID: "r")
    }

    private func phone(_ house: IdentityHouse) async throws -> String? {
        let number = try CitizenNumber(IdentityHouse.number())
        return try await house.engine.read { [vault = house.vault] db in
            try CitizenStore.find(number, vault: vault, in: db)?.phone?.text
        }
    }

    @Test(
        "A person who has no phone registers one at a terminal, and codes go to it",
        arguments: TestEngine.available)
    func aFirstPhoneIsRegisteredAtATerminal(_ engine: TestEngine) async throws {
        let house = try await IdentityHouse(engine)
        let asker = SetPhone.Asker.visit(try await visit(house))
        let code = try await send(house, to: "139 0013-9000", for: asker)
        #expect(house.messages.sent.last?.phone == Self.new)
        #expect(try await phone(house) == nil, "not before she has shown that it is hers")

        try await confirm(house, code, for: asker)

        #expect(try await phone(house) == Self.new)
        #expect(try await house.notices() == ["phone-set"])
        #expect(house.changed.told == ["- \(Self.new)"])
        #expect(try await house.acts("account.phone-set") == 1)
        let next = try await house.claimed(terminal: "t-2")
        try await house.confirm(house.send(in: next), in: next)
        #expect(house.messages.sent.last?.phone == Self.new)
        await #expect(throws: AccountRefused.codeWrong, "once") {
            try await confirm(house, code, for: asker)
        }
    }

    @Test(
        "ASVS 6.3.7: both numbers hear of a change, and the account is found by the new one alone",
        arguments: TestEngine.available)
    func bothNumbersHearOfAChange(_ engine: TestEngine) async throws {
        let house = try await IdentityHouse(engine)
        try await house.register()
        let totp = try await house.enrolled()
        let other = try await house.signIn(totp)
        let session = try await house.signIn(totp).session
        try await confirm(house, send(house, for: .account(session)), for: .account(session))

        let jobs = try await house.engine.read { db in try JobStore.list(.waiting, in: db) }
        let before = house.messages.sent.count
        for job in jobs {
            #expect(!String(decoding: job.payload, as: UTF8.self).contains("13800138000"))
            try await house.accounts.notices.run(job)
        }
        let told = house.messages.sent.dropFirst(before)
        #expect(
            told.filter { $0.phone == "13800138000" }.map(\.text).count { $0.contains("Another number") } == 1
        )
        #expect(told.contains { $0.phone == Self.new && $0.text.contains("is now registered for you") })

        await #expect(throws: AccountRefused.signedOut, "another browser starts again") {
            try await house.accounts.current(token: other.token)
        }
        await #expect(throws: AccountRefused.notRight) { try await house.first("13800138000") }
        #expect(try await house.first(Self.new).citizen == session.citizen)
    }

    @Test(arguments: TestEngine.available)
    func theCardAndHerOwnPhoneSetAnother(_ engine: TestEngine) async throws {
        let house = try await IdentityHouse(engine)
        try await house.register()
        let totp = try await house.enrolled()
        house.clock.advance(by: AccountParts.settleDefault)
        let account = try await house.signIn(totp).session
        let visit = try await house.claimed(terminal: "t-4")
        try await house.accounts.phone.ask(in: visit, withCard: true, requestID: "r")
        guard case .waiting(let shown) = try await house.accounts.phone.standing(in: visit) else {
            throw AccountRefused.visitUnknown
        }
        try await house.accounts.phone.decide(true, code: shown, by: account, requestID: "r")
        let here = SetPhone.Asker.visit(
            try await house.accounts.phone.complete(in: visit, requestID: "r").session)

        try await confirm(house, send(house, for: here), for: here)

        #expect(try await phone(house) == Self.new && house.changed.told.count == 1)
    }

    @Test(
        "ASVS 7.5.1: a phone is set after a proof of the last ten minutes, or with card and face",
        arguments: TestEngine.available)
    func aPhoneIsSetByAProofOfHers(_ engine: TestEngine) async throws {
        let house = try await IdentityHouse(engine)
        try await house.register()
        let totp = try await house.enrolled()
        let session = try await house.signIn(totp).session
        let byCode = try await visit(house, by: .code, terminal: "t-3")
        await #expect(
            throws: IdentityRefused.phoneProofNeeded, "a message is no proof for a change of where they go"
        ) {
            try await send(house, for: .visit(byCode))
        }
        let code = try await send(house, for: .account(session))
        house.clock.advance(by: AccountSession.proofFreshFor + .seconds(1))
        await #expect(throws: AccountRefused.proofStale) { try await send(house, for: .account(session)) }
        await #expect(throws: AccountRefused.proofStale) {
            try await confirm(house, code, for: .account(session))
        }
        let setUp = try await house.activated()
        await #expect(throws: AccountRefused.levelTooLow) { try await send(house, for: .account(setUp)) }
        #expect(try await phone(house) == "13800138000")
    }

    @Test(
        "ASVS 6.6.2: the code is bound to the number and the visit it was sent for",
        arguments: TestEngine.available)
    func theCodeIsBoundToItsNumberAndVisit(_ engine: TestEngine) async throws {
        let house = try await IdentityHouse(engine)
        let asker = SetPhone.Asker.visit(try await visit(house))
        let code = try await send(house, for: asker)
        await #expect(throws: AccountRefused.codeWrong, "another number") {
            try await confirm(house, code, to: "13700137000", for: asker)
        }
        let elsewhere = SetPhone.Asker.visit(try await visit(house, terminal: "t-2"))
        await #expect(throws: AccountRefused.codeWrong, "another visit") {
            try await confirm(house, code, for: elsewhere)
        }
        house.clock.advance(by: LoginCode.life)
        await #expect(throws: AccountRefused.codeWrong, "too late") {
            try await confirm(house, code, for: asker)
        }
        #expect(try await phone(house) == nil)
    }

    @Test(arguments: TestEngine.available)
    func guessesAndMessagesAreCounted(_ engine: TestEngine) async throws {
        let house = try await IdentityHouse(engine)
        let asker = SetPhone.Asker.visit(try await visit(house))
        let code = try await send(house, for: asker)
        let wrong = code == "000000" ? "111111" : "000000"
        for _ in 0...Throttle.freeTries {
            await #expect(throws: AccountRefused.codeWrong) { try await confirm(house, wrong, for: asker) }
        }
        await #expect(throws: AccountRefused.wait(seconds: 31)) { try await confirm(house, code, for: asker) }
        for _ in 1..<SetPhone.codesPerHourMax { _ = try await send(house, for: asker) }
        await #expect(throws: IdentityRefused.codeTooOften) { try await send(house, for: asker) }
    }

    @Test(arguments: ["", "12345", "23800138000", "1380013800a", "138001380001"])
    func whatIsNoNumberIsSentNothing(_ input: String) async throws {
        let house = try await IdentityHouse(.sqlite)
        let asker = SetPhone.Asker.visit(try await visit(house))
        await #expect(throws: AccountRefused.phoneUnreadable) { try await send(house, to: input, for: asker) }
        #expect(house.messages.sent.isEmpty)
    }

    @Test(arguments: TestEngine.available)
    func aVisitThatIsOverSetsNothing(_ engine: TestEngine) async throws {
        let house = try await IdentityHouse(engine)
        let asker = SetPhone.Asker.visit(try await visit(house))
        let code = try await send(house, for: asker)
        try await house.verbs.end.all(ofTerminal: "t-1", because: .terminal, requestID: "r")
        await #expect(throws: IdentityRefused.sessionOver) { try await confirm(house, code, for: asker) }
        #expect(try await phone(house) == nil)
    }
}
