import Base
import Support
import Testing

@testable import Assistance

/// How a helper comes: her number, the code on her phone, and everything that is not that.
@Suite struct CallTests {
    @Test(arguments: TestEngine.available)
    func herNumberAndTheCodeOnHerPhoneBeginTheHelp(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        let number = try await house.volunteer()

        try await house.call(number)
        #expect(try await house.attend().isNobody, "a call is no help yet")
        try await house.begin(house.gateway.code())

        #expect(try await house.attend().isHere)
        #expect(try await house.attend(at: 1).isNobody)
        #expect(house.gateway.messages.map(\.phone) == [HelpHouse.phone])
        let leaves = try await house.leaves("assistance.begun")
        let commitment = Volunteer.commitment(try await house.id(of: number), house.vault)
        #expect(leaves.count == 1 && !leaves[0].contains(number))
        #expect(leaves[0].contains(commitment.hex))
    }

    @Test(
        "ASVS 6.3.8: a number that is nobody's here is answered as one that is",
        arguments: TestEngine.available)
    func aNumberThatIsNobodysHereIsAnsweredAlike(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        let number = try await house.volunteer()

        try await house.call("000000")
        try await house.call(number, at: 1)
        #expect(house.gateway.messages.isEmpty, "no code leaves for another station")
        for terminal in 0...1 {
            await #expect(throws: AssistanceRefused.codeWrong) {
                try await house.begin("123456", at: terminal)
            }
        }
    }

    @Test(arguments: TestEngine.available)
    func aCodeOpensOnlyTheTerminalThatAskedForIt(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        try await house.call(try await house.volunteer())
        let code = try house.gateway.code()

        await #expect(throws: AssistanceRefused.codeWrong) { try await house.begin(code, at: 1) }
        try await house.begin(code)
    }

    @Test(arguments: TestEngine.available)
    func aCodeCountsOnce(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        _ = try await house.help()
        let code = try house.gateway.code()

        await #expect(throws: AssistanceRefused.alreadyHere) { try await house.begin(code) }
        try await house.verbs.end(at: house.terminals[0], requestID: "r")
        await #expect(throws: AssistanceRefused.codeWrong) { try await house.begin(code) }
    }

    @Test(arguments: TestEngine.available)
    func aCodeIsGoodForFiveMinutesAndTheNewestAlone(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        let number = try await house.volunteer()
        try await house.call(number)
        let first = try house.gateway.code()
        try await house.call(number)
        let second = try house.gateway.code()

        if first != second {
            await #expect(throws: AssistanceRefused.codeWrong) { try await house.begin(first) }
        }
        house.clock.advance(by: .seconds(300))
        await #expect(throws: AssistanceRefused.codeWrong) { try await house.begin(second) }
    }

    @Test(arguments: TestEngine.available)
    func aClockSetBackOpensNothing(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        try await house.call(try await house.volunteer())
        house.clock.advance(by: .seconds(-3_600))

        await #expect(throws: AssistanceRefused.codeWrong) { try await house.begin(house.gateway.code()) }
    }

    @Test(arguments: TestEngine.available)
    func threeWrongCodesEndTheCall(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        try await house.call(try await house.volunteer())
        let code = try house.gateway.code()
        let wrong = code == "111111" ? "222222" : "111111"

        for typed in [wrong, "", "12 34"] {
            await #expect(throws: AssistanceRefused.codeWrong) { try await house.begin(typed) }
        }
        await #expect(throws: AssistanceRefused.codeWrong, "the right one comes too late") {
            try await house.begin(code)
        }
    }

    @Test(arguments: TestEngine.available)
    func whoIsEndedBetweenCallAndCodeDoesNotHelp(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        let number = try await house.volunteer()
        try await house.call(number)
        try await house.verbs.retire(
            house.id(of: number), by: house.officer("s-0001"), requestID: "r")

        await #expect(throws: AssistanceRefused.codeWrong) { try await house.begin(house.gateway.code()) }
        try await house.call(number)
        #expect(house.gateway.messages.count == 1, "and is sent no other code")
    }

    @Test(arguments: TestEngine.available)
    func callsAreLimitedByTerminalAndByVolunteer(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        let number = try await house.volunteer()
        for _ in 0..<CallHelper.perTerminalMax { try await house.call("999999") }

        await #expect(throws: AssistanceRefused.tooMany) { try await house.call(number) }
        try await house.call("999999", at: 1)
        house.clock.advance(by: .seconds(3_601))
        try await house.call(number)
        #expect(house.gateway.messages.count == 1)
    }

    @Test(arguments: ["", "12345", "1234567", "12345a", "１２３４５６"])
    func whatIsNoNumberIsRefusedAtOnce(typed: String) async throws {
        let house = try await HelpHouse(.sqlite)
        await #expect(throws: AssistanceRefused.numberUnreadable) { try await house.call(typed) }
    }

    @Test(arguments: TestEngine.available)
    func aSilentGatewayIsNoFault(_ engine: TestEngine) async throws {
        let house = try await HelpHouse(engine)
        let number = try await house.volunteer()
        house.gateway.silence()
        try await house.call(number)
        #expect(try await house.attend().isNobody)
    }
}
