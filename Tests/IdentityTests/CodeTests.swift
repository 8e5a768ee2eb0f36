import Base
import Identity
import Support
import Testing
import Web

@Suite struct CodeTests {
    private func house(_ engine: TestEngine = .sqlite) async throws -> IdentityHouse {
        let house = try await IdentityHouse(engine)
        try await house.register()
        return house
    }

    @Test(arguments: TestEngine.available)
    func threeWrongCodesCloseTheWay(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let session = try await house.claimed()
        let code = try await house.send(in: session)
        let wrong = code == "000000" ? "111111" : "000000"
        for refusal in [
            IdentityRefused.codeWrong(triesLeft: 2), .codeWrong(triesLeft: 1), .codeTriesUsed, .codeTriesUsed,
        ] {
            await #expect(throws: refusal) { try await house.confirm(wrong, in: session) }
        }
        await #expect(throws: IdentityRefused.codeTriesUsed) { try await house.confirm(code, in: session) }
        await #expect(throws: IdentityRefused.codeTriesUsed) { try await house.send(in: session) }
        #expect(try await house.acts("identity.refused") == 3)
    }

    /// What is no code is compared with none, and counts as no try; a Chinese keyboard writes digits as wide as characters.
    @Test(arguments: TestEngine.available)
    func whatIsNoCodeIsNoTry(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let session = try await house.claimed()
        let code = try await house.send(in: session)
        for typed in ["", "12", "abcdef", "1234567"] {
            await #expect(throws: IdentityRefused.codeUnreadable) {
                try await house.confirm(typed, in: session)
            }
        }
        #expect(try await house.acts("identity.refused") == 0)
        let wide = String(
            String.UnicodeScalarView(code.unicodeScalars.compactMap { Unicode.Scalar($0.value + 0xFEE0) }))
        _ = try await house.confirm(wide, in: session)
    }

    @Test(arguments: TestEngine.available)
    func aNewCodeGivesNoNewTries(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let session = try await house.claimed()
        let codes = [try await house.send(in: session), try await house.send(in: session)]
        try #require(codes[0] != codes[1])
        await #expect(throws: IdentityRefused.codeWrong(triesLeft: 2)) {
            try await house.confirm(codes[0], in: session)
        }
        try await house.send(in: session)
        await #expect(throws: IdentityRefused.codeWrong(triesLeft: 1)) {
            try await house.confirm(codes[1], in: session)
        }
    }

    @Test func aCodeIsGoodForFiveMinutes() async throws {
        for (age, isGood) in [(Duration.seconds(299), true), (.seconds(300), false)] {
            let house = try await house()
            let session = try await house.claimed()
            let code = try await house.send(in: session)
            house.clock.advance(by: age)
            if isGood {
                try await house.confirm(code, in: session)
            } else {
                await #expect(throws: IdentityRefused.codeExpired) {
                    try await house.confirm(code, in: session)
                }
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func aCodeIsUsedOnceHoweverManyTry(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let session = try await house.claimed()
        let code = try await house.send(in: session)
        let good = await withTaskGroup(of: Bool.self) { group in
            for _ in 1...8 {
                group.addTask { (try? await house.confirm(code, in: session)) != nil }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(good == 1)
        #expect(try await house.acts("identity.proved") == 1)
    }

    @Test(
        "Row 66: a flood of codes at one terminal shuts nobody out elsewhere", arguments: TestEngine.available
    )
    func aFloodAtOneTerminalShutsNobodyOutElsewhere(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        for _ in 1...SendCode.perTerminalMax {
            try await house.send(in: house.claimed(terminal: "t-1"))
        }
        let flooded = try await house.claimed(terminal: "t-1")
        let asked = house.authority.asked.count
        await #expect(throws: IdentityRefused.codeTooOften) { try await house.send(in: flooded) }
        #expect(house.authority.asked.count == asked)

        let elsewhere = try await house.claimed(terminal: "t-2")
        let code = try await house.send(in: elsewhere)
        try await house.confirm(code, in: elsewhere)

        let other = try await house.claimed(IdentityHouse.card(2), terminal: "t-1")
        try await house.send(in: other)
        house.clock.advance(by: .seconds(3_600))
        try await house.send(in: house.claimed(terminal: "t-1"))
    }

    @Test(arguments: TestEngine.available)
    func onePersonGetsFifteenCodesAnHourOverAllTerminals(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        for code in 0..<SendCode.perHourMax {
            try await house.send(in: house.claimed(terminal: "t-\(code % 5)"))
        }
        let session = try await house.claimed(terminal: "t-4")
        await #expect(throws: IdentityRefused.codeTooOften) { try await house.send(in: session) }
        #expect(house.messages.sent.count == SendCode.perHourMax)
        let elsewhere = try await house.claimed(terminal: "t-6")
        try await house.confirm(house.send(in: elsewhere), in: elsewhere)
        await #expect(throws: IdentityRefused.codeTooOften, "one, where none was sent") {
            try await house.send(in: house.claimed(terminal: "t-6"))
        }
        house.clock.advance(by: .seconds(3_600))
        try await house.send(in: house.claimed(terminal: "t-6"))
    }

    @Test("Row 65: a gateway that is down costs no try and says so in a word of its own")
    func aGatewayThatIsDownIsSaid() async throws {
        let house = try await house()
        let session = try await house.claimed()
        house.messages.isDown = true
        await #expect(throws: IdentityRefused.codeUndelivered) { try await house.send(in: session) }

        house.messages.isDown = false
        try await house.confirm(house.send(in: session), in: session)
    }

    @Test(arguments: ["### ###", " ######", "###-###", "### ###\u{3000}"])
    func aCodeIsReadAsPeopleWriteIt(_ form: String) async throws {
        let house = try await house()
        let session = try await house.claimed()
        var digits = Array(try await house.send(in: session))
        let typed = String(form.map { $0 == "#" ? digits.removeFirst() : $0 })
        try await house.confirm(typed, in: session)
    }

    @Test(arguments: TestEngine.available)
    func aCodeProvesOnlyTheNameThatTheAuthorityConfirmed(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let session = try await house.claimed()
        let code = try await house.send(in: session)

        await #expect(throws: IdentityRefused.otherCard) {
            try await house.present(IdentityHouse.card(name: "王"), in: session)
        }

        await #expect(throws: IdentityRefused.self) { try await house.confirm(code, in: session) }
        #expect(try await house.acts("identity.proved") == 0)
    }

    @Test(arguments: TestEngine.available)
    func aNewCodeTakesThePlaceOfTheOldWhateverTheClockSays(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let session = try await house.claimed()
        let old = try await house.send(in: session)
        house.clock.advance(by: .seconds(-120))
        let new = try await house.send(in: session)
        try #require(old != new)

        await #expect(throws: IdentityRefused.codeWrong(triesLeft: 2)) {
            try await house.confirm(old, in: session)
        }
        try await house.confirm(new, in: session)
    }

    @Test func aCodeIsOfNoUseInAnotherVisit() async throws {
        let house = try await house()
        let session = try await house.claimed(terminal: "t-1")
        let other = try await house.claimed(terminal: "t-2")
        let code = try await house.send(in: session)
        await #expect(throws: IdentityRefused.codeNotSent) { try await house.confirm(code, in: other) }
        try await house.send(in: other)
        await #expect(throws: IdentityRefused.codeWrong(triesLeft: 2)) {
            try await house.confirm(code, in: other)
        }
    }

    @Test(arguments: TestEngine.available)
    func whoHasNoPhoneIsToldTheSame(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let session = try await house.claimed(IdentityHouse.card(2))
        try await house.send(in: session)
        #expect(house.messages.sent.isEmpty)
        await #expect(throws: IdentityRefused.codeWrong(triesLeft: 2)) {
            try await house.confirm("123456", in: session)
        }
        #expect(try await house.acts("identity.code-sent") == 1)
    }

    @Test func theMessageNamesNobody() async throws {
        let house = try await house()
        let code = try await house.send(in: house.claimed())
        let message = try #require(house.messages.sent.first)
        #expect(message.phone == "13800138000")
        #expect(message.text.contains(code) && code.count == 6)
        for word in ["王", "小明", IdentityHouse.number(), "identity", "police"] {
            #expect(!message.text.contains(word))
        }
    }

    @Test func withoutACardThereIsNothingToSend() async throws {
        let house = try await house()
        let session = try await house.begin().session
        await #expect(throws: IdentityRefused.cardUnreadable) { try await house.send(in: session) }
        await #expect(throws: IdentityRefused.codeNotSent) {
            try await house.confirm("123456", in: session)
        }
    }

    @Test(
        "ASVS 6.3.8: who is known, who has no phone and who was never here cost the same statements and look-ups"
    )
    func knownAndUnknownPeopleCostTheSameWork() async throws {
        let house = try await house()
        try await house.register(2, name: "林静", phone: nil)
        var work: [[String]] = []
        for (person, name) in [(1, "王小明"), (2, "林静"), (3, "陌生人")] {
            let session = try await house.claimed(
                IdentityHouse.card(person, name: name), terminal: "t-\(person)")
            work.append(try await house.counted.statements { _ = try await house.send(in: session) })
        }

        #expect(work[0].count > 5)
        #expect(work[1] == work[0])
        #expect(work[2] == work[0])
        #expect(house.authority.asked.count == 3)
        #expect(house.messages.sent.count == 1)
    }

    @Test(
        "ASVS 6.3.8: who has no phone waits as long as somebody's sending took, and is told the same when one failed"
    )
    func whoHasNoPhoneWaitsAsLongAndIsToldTheSame() async throws {
        let clock = TestClock()
        let steady = SteadyClock(
            now: { clock.now.since(TestClock.start) }, sleep: { try await clock.sleep($0) })
        let house = try await IdentityHouse(.sqlite, steady: steady)
        try await house.register()
        let known = try await house.claimed(terminal: "t-1")
        let unknown = try await house.claimed(IdentityHouse.card(2, name: "陌生人"), terminal: "t-2")
        let verb = SendCode(
            house.parts, authority: house.authority, messages: house.messages, words: house.frame.words)
        house.messages.takes { clock.advance(by: .milliseconds(430)) }

        try await verb(in: known, requestID: "r")
        let before = clock.now
        try await verb(in: unknown, requestID: "r")
        #expect(clock.now.since(before) == .milliseconds(430))

        let failing = SendCode(
            house.parts, authority: house.authority, messages: house.messages, words: house.frame.words)
        house.messages.isDown = true
        for session in [known, unknown] {
            await #expect(throws: IdentityRefused.codeUndelivered) {
                try await failing(in: session, requestID: "r")
            }
        }
    }
}
