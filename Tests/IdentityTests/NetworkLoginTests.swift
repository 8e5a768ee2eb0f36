import Base
import Storage
import Support
import Testing

@testable import Identity

/// A network certificate opens one visit at one terminal.
@Suite struct NetworkLoginTests {
    private typealias Scene = NetworkScene
    private static let name = NetworkScene.name

    private static func person(_ person: Int = 1) throws -> NetworkPerson { try NetworkScene.person(person) }

    @Test(arguments: TestEngine.available)
    func whoIsMetForTheFirstTimeIsNobodyUntilSheGivesHerNumber(_ engine: TestEngine) async throws {
        let scene = try await Scene(engine)
        try await scene.ask()
        #expect(
            try await scene.look()
                == .waiting(
                    address: "https://app.example/n?request=\(scene.port.opened[0].serial)", isSlow: false))
        #expect(scene.port.scenes == ["t-7 · \(IdentityHouse.service)"])
        await #expect(throws: IdentityRefused.networkNotAgreed, "nobody has answered yet") {
            try await scene.enter()
        }

        scene.port.answers(.match(identifier: Self.name, person: nil))
        #expect(try await scene.look() == .first)
        await #expect(throws: IdentityRefused.networkNotAgreed, "a name alone is no person") {
            try await scene.enter()
        }
        #expect(try await scene.house.citizens() == 0)

        try await scene.ask(.identity)
        scene.port.answers(.match(identifier: Self.name, person: try Self.person()))
        #expect(
            try await scene.look()
                == .agreed(number: "3502**********" + IdentityHouse.number().suffix(4)))
        let identified = try await scene.enter()

        #expect(identified.session.session.factors == [.network])
        #expect(Assurance(identified.session.session.factors) == .substantial)
        #expect(scene.port.opened.map(\.scope) == [.identifier, .identity])
        #expect(
            try await scene.house.acts("consent.given") == 2, "once more when it is known whose it was")
        #expect(try await scene.house.acts("identity.network-linked") == 1)
        await #expect(throws: IdentityRefused.networkNotAgreed, "once") { try await scene.enter() }
    }

    @Test(arguments: TestEngine.available)
    func nextTimeHerNameIsEnoughAndTheCardFindsTheSamePerson(_ engine: TestEngine) async throws {
        let first = try await Scene(engine)
        let citizen = try await first.enterWithNumber().session.citizen

        let again = try await Scene(at: "t-8", house: first.house)
        try await again.ask()
        again.port.answers(.match(identifier: Self.name, person: nil))
        #expect(
            try await again.look() == .agreed(number: "3502**********" + IdentityHouse.number().suffix(4)))
        #expect(try await again.enter().session.citizen == citizen)
        #expect(again.port.opened.map(\.scope) == [.identifier], "nothing is asked for twice")

        try await first.house.register(2)
        let byCard = try await first.house.claimed(terminal: "t-9")
        try await first.house.consent(in: byCard)
        #expect(try await first.house.face(in: byCard).session.citizen == citizen)
        #expect(try await first.house.citizens() == 2)
    }

    @Test(arguments: TestEngine.available)
    func whoWasKnownByHerCardIsTheSamePersonByHerNetworkCertificate(_ engine: TestEngine) async throws {
        let house = try await IdentityHouse(engine)
        let byCard = try await house.claimed(terminal: "t-1")
        try await house.consent(in: byCard)
        let citizen = try await house.face(in: byCard).session.citizen

        let scene = try await Scene(house: house)
        #expect(try await scene.enterWithNumber().session.citizen == citizen)
        #expect(try await house.citizens() == 1)
    }

    @Test(arguments: TestEngine.available)
    func aNewCertificateTakesThePlaceOfTheOld(_ engine: TestEngine) async throws {
        let first = try await Scene(engine)
        let citizen = try await first.enterWithNumber().session.citizen
        let second = try await Scene(at: "t-8", house: first.house)
        #expect(
            try await second.enterWithNumber(identifier: "another-name-0123456789").session.citizen == citizen
        )

        let third = try await Scene(at: "t-9", house: first.house)
        try await third.ask()
        third.port.answers(.match(identifier: Self.name, person: nil))
        #expect(try await third.look() == .first, "the old name leads to nobody")
    }

    @Test(
        "ASVS 6.8.1: a name that is tied to another person opens nothing", arguments: TestEngine.available)
    func aNameThatIsTiedToAnotherPersonOpensNothing(_ engine: TestEngine) async throws {
        let first = try await Scene(engine)
        try await first.enterWithNumber()
        let lying = try await Scene(at: "t-8", house: first.house)
        await #expect(throws: IdentityRefused.networkMismatch) { try await lying.enterWithNumber(2) }
        #expect(try await first.house.citizens() == 1)
        #expect(try await lying.refusals() == ["other"])
        #expect(try await lying.look() == .none, "it must be asked for anew")
    }

    @Test(arguments: TestEngine.available)
    func anAnswerOfAnotherPersonThanTheFirstIsNone(_ engine: TestEngine) async throws {
        let scene = try await Scene(engine)
        try await scene.ask()
        scene.port.answers(.match(identifier: Self.name, person: nil))
        try await scene.look()
        try await scene.ask(.identity)
        scene.port.answers(.match(identifier: "another-name-0123456789", person: try Self.person(2)))

        #expect(try await scene.look() == .mismatch)
        await #expect(throws: IdentityRefused.networkNotAgreed) { try await scene.enter() }
        #expect(try await scene.refusals() == ["other"])
    }

    @Test(arguments: TestEngine.available)
    func aCardOfAnotherEndsTheVisit(_ engine: TestEngine) async throws {
        let scene = try await Scene(engine)
        try await scene.house.present(IdentityHouse.card(2, name: "林阿美"), in: scene.visit)
        await #expect(throws: IdentityRefused.otherCard) { try await scene.enterWithNumber() }
        #expect(try await scene.house.citizens() == 0)
        #expect(try await scene.house.acts("session.ended") == 1)
    }

    @Test func numberAndNameAreNotAskedForBeforeSheHasShownHerself() async throws {
        let scene = try await Scene()
        await #expect(throws: IdentityRefused.networkNotAgreed) { try await scene.ask(.identity) }
        try await scene.ask()
        await #expect(throws: IdentityRefused.networkNotAgreed) { try await scene.ask(.identity) }
        #expect(scene.port.opened.count == 1)
        #expect(try await scene.house.acts("consent.given") == 0)
    }

    @Test(arguments: [
        (NetworkAnswer.refused, NetworkLogin.Standing.refused, ["refused"]),
        (.mismatch, .mismatch, ["mismatch"]), (.expired, .expired, []),
    ])
    func whatIsNoYesOpensNothing(
        answer: NetworkAnswer, standing: NetworkLogin.Standing, refusals: [String]
    ) async throws {
        let scene = try await Scene()
        try await scene.ask()
        scene.port.answers(answer)
        #expect(try await scene.look() == standing)
        scene.port.answers(.match(identifier: Self.name, person: nil))
        #expect(try await scene.look() == standing, "the first answer counts")
        await #expect(throws: IdentityRefused.networkNotAgreed) { try await scene.enter() }
        #expect(try await scene.refusals() == refusals)
    }

    @Test func anAnswerThatCannotBeBelievedEndsTheRequestAndIsWrittenDown() async throws {
        let scene = try await Scene()
        try await scene.ask()
        scene.port.fails(.untrustworthy(system: "network-identity", reason: "signature"))
        #expect(try await scene.look() == .unanswered)
        scene.port.answers(.match(identifier: Self.name, person: nil))
        #expect(try await scene.look() == .unanswered)
        #expect(try await scene.refusals() == ["untrustworthy"])
    }

    @Test func aServiceThatIsAwayKeepsThePictureAndComesBack() async throws {
        let scene = try await Scene()
        try await scene.ask()
        scene.port.fails(.timedOut(system: "network-identity"))
        guard case .waiting(_, isSlow: true) = try await scene.look() else {
            Issue.record("the picture is gone")
            return
        }
        scene.port.answers(.match(identifier: Self.name, person: nil))
        #expect(try await scene.look() == .first)
    }

    @Test func aServiceThatOpensNothingIsSaidAtOnceAndLeavesNoRequest() async throws {
        let scene = try await Scene()
        scene.port.fails(.unreachable(system: "network-identity"))
        await #expect(throws: IdentityRefused.networkSilent) { try await scene.ask() }
        #expect(try await scene.look() == .none)
        #expect(try await scene.refusals() == ["silent"])
    }

    @Test(arguments: TestEngine.available)
    func thePictureIsGoodForThreeMinutesAndForItsVisitAlone(_ engine: TestEngine) async throws {
        let scene = try await Scene(engine)
        try await scene.ask()
        scene.port.answers(.match(identifier: Self.name, person: nil))
        let other = try await scene.house.begin("t-8").session
        #expect(try await scene.login.look(in: other, requestID: "r") == .none)
        await #expect(throws: IdentityRefused.networkNotAgreed, "another terminal gets nothing of it") {
            try await scene.login.enter(in: other, requestID: "r")
        }

        scene.house.clock.advance(by: NetworkLogin.life)
        #expect(try await scene.look() == .expired)
    }

    @Test func theOldPictureIsNothingOnceThereIsANewOne() async throws {
        let scene = try await Scene()
        try await scene.ask()
        scene.port.answers(.match(identifier: Self.name, person: nil))
        try await scene.look()
        scene.port.answers(.waiting)
        try await scene.ask()
        await #expect(throws: IdentityRefused.networkNotAgreed) { try await scene.enter() }
    }

    @Test(arguments: TestEngine.available)
    func cancellingLeavesNothingAndTakesTheConsentBack(_ engine: TestEngine) async throws {
        let scene = try await Scene(engine)
        try await scene.ask()
        scene.port.answers(.match(identifier: Self.name, person: nil))
        try await scene.look()
        try await scene.ask(.identity)
        scene.port.answers(.match(identifier: Self.name, person: try Self.person()))
        try await scene.look()

        try await scene.login.cancel(in: scene.visit, requestID: "r")

        #expect(try await scene.look() == .none)
        await #expect(throws: IdentityRefused.networkNotAgreed) { try await scene.enter() }
        #expect(try await scene.house.acts("consent.withdrawn") == 1)
        #expect(try await scene.house.sealedLeft() == 0)
        #expect(try await scene.refusals() == ["cancelled"])
    }

    @Test(arguments: TestEngine.available)
    func theEndOfAVisitLeavesNothingOfAnAnswer(_ engine: TestEngine) async throws {
        let scene = try await Scene(engine)
        try await scene.ask()
        scene.port.answers(.match(identifier: Self.name, person: nil))
        try await scene.look()
        #expect(try await scene.house.sealedLeft() == 1)
        try await scene.house.verbs.end.all(ofTerminal: "t-7", because: .terminal, requestID: "r")
        #expect(try await scene.house.sealedLeft() == 0)
    }

    @Test func aCentreThatHasStartedAgainGoesOnWhereItWas() async throws {
        let scene = try await Scene()
        try await scene.ask()
        let after = NetworkLogin(scene.house.parts, port: scene.port) { "\($0) · \($1)" }
        scene.port.answers(.match(identifier: Self.name, person: nil))
        #expect(try await after.look(in: scene.visit, requestID: "r") == .first)
    }

    @Test func twoScreensThatLookAtOnceKeepOneAnswer() async throws {
        let scene = try await Scene()
        try await scene.ask()
        scene.port.answers(.refused)
        async let one = scene.look()
        async let other = scene.look()
        #expect(try await [one, other] == [.refused, .refused])
        #expect(try await scene.refusals() == ["refused"], "written down once")
    }

    @Test func aVisitAsksSixTimesAndNoMore() async throws {
        let scene = try await Scene()
        for _ in 0..<NetworkLogin.perVisitMax { try await scene.ask() }
        await #expect(throws: IdentityRefused.pictureTooOften) { try await scene.ask() }
        #expect(scene.port.opened.count == NetworkLogin.perVisitMax)
    }

    @Test func aChildBelowFourteenComesWithItsGuardian() async throws {
        let scene = try await Scene()
        let digits = Array("35020620160601980".utf8)
        let number = String(decoding: digits + [CitizenNumber.checkDigit(of: digits)], as: UTF8.self)
        try await scene.ask()
        scene.port.answers(.match(identifier: Self.name, person: nil))
        try await scene.look()
        try await scene.ask(.identity)
        scene.port.answers(
            .match(
                identifier: Self.name, person: NetworkPerson(name: "陈依依", number: try CitizenNumber(number))))
        try await scene.look()
        await #expect(throws: IdentityRefused.guardianNeeded) { try await scene.enter() }
        #expect(try await scene.house.citizens() == 0)
    }

    @Test(arguments: TestEngine.available)
    func aConsentThatIsTakenBackBeforeThePressOpensNothing(_ engine: TestEngine) async throws {
        let scene = try await Scene(engine)
        try await scene.ask()
        scene.port.answers(.match(identifier: Self.name, person: nil))
        try await scene.look()
        try await scene.ask(.identity)
        scene.port.answers(.match(identifier: Self.name, person: try Self.person()))
        try await scene.look()
        let (visit, now) = (scene.visit.id, scene.house.clock.now)
        try await scene.house.engine.write { db in
            _ = try ConsentStore.withdraw(.identityData, session: visit, at: now, in: db)
        }
        await #expect(throws: IdentityRefused.networkNotAgreed) { try await scene.enter() }
        #expect(try await scene.house.citizens() == 0)
    }

    @Test(arguments: TestEngine.available)
    func whoIsErasedIsNotFoundByHerNameAnyMore(_ engine: TestEngine) async throws {
        let scene = try await Scene(engine)
        let citizen = try await scene.enterWithNumber().session.citizen
        let vault = scene.house.vault
        try await scene.house.engine.write { db in
            try IdentityRetentionStore.erase(citizen, vault: vault, in: db)
        }
        let again = try await Scene(at: "t-8", house: scene.house)
        try await again.ask()
        again.port.answers(.match(identifier: Self.name, person: nil))
        #expect(try await again.look() == .first)
    }

    @Test(arguments: TestEngine.available)
    func neitherNameNorNumberLiesReadableAnywhere(_ engine: TestEngine) async throws {
        let scene = try await Scene(engine)
        try await scene.enterWithNumber()
        let waiting = try await Scene(at: "t-8", house: scene.house)
        try await waiting.ask()
        waiting.port.answers(.match(identifier: Self.name, person: nil))
        try await waiting.look()

        let stored = try await scene.house.everythingOfNetwork() + scene.house.everythingStored()
        #expect(stored.count > 20)
        for secret in [Self.name, IdentityHouse.number(), "王小明", "app.example"] {
            #expect(!stored.contains { $0.contains(Array(secret.utf8)) }, "\(secret)")
        }
    }
}
