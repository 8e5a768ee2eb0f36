import Base
import Storage
import Support
import Testing

@testable import Identity

/// Guessing with a card at terminals: a new visit forgives nothing, and nobody is shut out for another.
@Suite struct TerminalThrottleTests {
    private func house(_ engine: TestEngine = .sqlite) async throws -> IdentityHouse {
        let house = try await IdentityHouse(engine)
        try await house.register()
        return house
    }

    /// One picture in a visit of its own.
    private func look(
        _ house: IdentityHouse, isRight: Bool = false, person: Int = 1, terminal: String = "t-1"
    ) async throws {
        let session = try await house.claimed(IdentityHouse.card(person), terminal: terminal)
        try await house.consent(in: session)
        try await house.face(isRight ? IdentityHouse.face : IdentityHouse.otherFace, in: session)
    }

    private func miss(_ house: IdentityHouse, times: Int, terminal: String = "t-1") async throws {
        for _ in 1...times {
            await #expect(throws: IdentityRefused.faceMismatch(triesLeft: 2)) {
                try await look(house, terminal: terminal)
            }
        }
    }

    @Test(
        "ASVS 6.3.1: five faces that do not match in a row make a person wait at that terminal, and nobody else",
        arguments: TestEngine.available)
    func fiveMissesMakeAPersonWaitThereAlone(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        try await miss(house, times: 5)
        let asked = house.authority.asked.count
        await #expect(throws: IdentityRefused.wait(seconds: 31)) { try await look(house, isRight: true) }
        #expect(house.authority.asked.count == asked, "nobody is asked meanwhile")

        try await look(house, isRight: true, terminal: "t-2")
        try await look(house, isRight: true, person: 2)

        house.clock.advance(by: .seconds(30))
        try await look(house, isRight: true)
        try await miss(house, times: 5)
    }

    @Test(
        "ASVS 6.6.3: wrong codes are counted over visits, at each terminal",
        arguments: TestEngine.available)
    func wrongCodesAreCountedOverVisits(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        for _ in 1...2 {
            let session = try await house.claimed()
            let wrong = try await house.send(in: session) == "000000" ? "111111" : "000000"
            for _ in 1...2 {
                await #expect(throws: IdentityRefused.self) { try await house.confirm(wrong, in: session) }
            }
        }
        let session = try await house.claimed()
        let right = try await house.send(in: session)
        let wrong = right == "000000" ? "111111" : "000000"
        await #expect(throws: IdentityRefused.codeWrong(triesLeft: 2)) {
            try await house.confirm(wrong, in: session)
        }
        await #expect(throws: IdentityRefused.wait(seconds: 31)) {
            try await house.confirm(right, in: session)
        }

        let elsewhere = try await house.claimed(terminal: "t-2")
        try await house.confirm(house.send(in: elsewhere), in: elsewhere)
        house.clock.advance(by: .seconds(30))
        try await house.confirm(right, in: session)
    }

    @Test(
        "A face that does not match fifty times in a row is no way there for a day",
        arguments: TestEngine.available)
    func fiftyMissesEndTheWayForADay(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let throttle = TerminalThrottle(
            factor: .face, number: try CitizenNumber(IdentityHouse.number()), terminal: "t-1",
            parts: house.parts)
        try await house.engine.write { db in
            for _ in 1...Throttle.freeTries { _ = try throttle.take(in: db) }
        }
        for _ in Throttle.freeTries..<TerminalThrottle.faceMissesMax {
            house.clock.advance(by: Throttle.longestWait)
            _ = try await house.engine.write { db in try throttle.take(in: db) }
        }
        house.clock.advance(by: Throttle.longestWait)
        await #expect(throws: IdentityRefused.closedHere) { try await look(house, isRight: true) }
        let session = try await house.claimed()
        try await house.confirm(house.send(in: session), in: session)

        house.clock.advance(by: Throttle.halvesEvery)
        try await look(house, isRight: true)
    }

    @Test func anAuthorityThatIsSilentCostsNoTryInTheRow() async throws {
        let house = try await house()
        for _ in 1...6 {
            let session = try await house.claimed(IdentityHouse.card(name: "断线"))
            try await house.consent(in: session)
            await #expect(throws: PortError.unreachable(system: "authority")) {
                try await house.face(in: session)
            }
        }
        try await look(house, isRight: true)
    }

    @Test(
        "ASVS 6.3.5: the third miss in a row at a terminal tells the person, and costs the same for a stranger",
        arguments: TestEngine.available)
    func theThirdMissTellsThePerson(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        var work: [[String]] = []
        for person in [1, 2] {
            for nth in 1...3 {
                let session = try await house.claimed(IdentityHouse.card(person))
                try await house.consent(in: session)
                let done = try await house.counted.statements {
                    await #expect(throws: IdentityRefused.faceMismatch(triesLeft: 2)) {
                        try await house.face(IdentityHouse.otherFace, in: session)
                    }
                }
                if nth == 3 { work.append(done) }
                #expect(try await house.notices().count == (person - 1) + (nth == 3 ? 1 : 0))
            }
        }
        #expect(work[0] == work[1])
        let jobs = try await house.engine.read { db in try JobStore.list(.waiting, in: db) }
        for job in jobs { try await house.accounts.notices.run(job) }
        #expect(house.messages.sent.count == 1, "the other message is to nobody")
        #expect(house.messages.sent.first?.phone == "13800138000")
        #expect(house.messages.sent.first?.text.contains("多次尝试") == true)
    }

    @Test(
        "ASVS 6.3.1: guessing at many people at one terminal leaves fewer tries there and nowhere else",
        arguments: TestEngine.available)
    func guessingAtManyPeopleLeavesFewerTriesThere(_ engine: TestEngine) async throws {
        let house = try await house(engine)
        let (vault, now) = (house.vault, house.clock.now)
        try await house.engine.write { db in
            let watch = GuessWatch.terminal("t-1")
            for _ in 1...watch.guessesMax { try watch.count(at: now, vault, in: db) }
        }
        try await miss(house, times: 2)
        await #expect(throws: IdentityRefused.wait(seconds: 31)) { try await look(house, isRight: true) }
        try await look(house, isRight: true, person: 2)
        try await miss(house, times: 3, terminal: "t-2")
        #expect(try await !house.accounts.areGuessed(), "one terminal is not yet the city")
        try await house.engine.write { db in
            for _ in 1...GuessWatch.terminals.guessesMax {
                try GuessWatch.terminals.count(at: now, vault, in: db)
            }
        }
        #expect(try await house.accounts.areGuessed())
    }
}
