import Base
import Catalogue
import Foundation
import Storage
import Support
import Synchronization
import Testing
import Web

@testable import Identity
@testable import Privacy

/// Consents by person: given, shown, taken back.
@Suite struct ConsentTests {
    private static let messages = "answer-messages"

    /// Whoever holds a lost phone has pressed, and she has shut it out meanwhile.
    @Test(arguments: TestEngine.available)
    func whoIsShutOutMeanwhileGivesNone(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let citizen = try await house.person().citizen
        let now = house.clock.now
        let session = AccountSession(
            id: Token(house.world), citizen: citizen, state: .open, factors: [.password, .totp],
            level: .substantial, language: .english, startedAt: now, lastSeenAt: now, authenticatedAt: now,
            tokenHash: house.world.random(32))
        let person = PersonHere(citizen: citizen, terminal: nil, session: session.id)
        try await house.engine.write { db in
            try AccountSessionStore.insert(session, in: db)
            _ = try AccountSessionStore.endAll(
                of: citizen, except: nil, because: .everywhere, at: now, in: db)
        }

        await #expect(throws: AccountRefused.signedOut) {
            try await house.verbs.consents.give(Self.messages, for: person, by: citizen, requestID: "r")
        }
        #expect(try await house.standing(Self.messages, of: person) == .never)
    }

    @Test(arguments: TestEngine.available)
    func whatIsTakenBackHoldsNoLongerFromThatMoment(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        let since = house.clock.now

        #expect(try await house.standing(Self.messages, of: person) == .never)
        try await house.verbs.consents.give(Self.messages, for: person, by: person.citizen, requestID: "r")
        try await house.verbs.consents.give(Self.messages, for: person, by: person.citizen, requestID: "r")
        #expect(
            try await house.standing(Self.messages, of: person)
                == .holds(since: since, until: since + .seconds(365 * 86_400)))
        house.clock.advance(by: .seconds(60))
        try await house.verbs.consents.withdraw(Self.messages, of: person, requestID: "r")

        #expect(try await house.standing(Self.messages, of: person) == .withdrawn(at: house.clock.now))
        await #expect(throws: PrivacyRefused.consentUnknown) {
            try await house.verbs.consents.withdraw(Self.messages, of: person, requestID: "r")
        }
        #expect(try await house.leaves("consent.given").count == 1)
        #expect(try await house.leaves("consent.withdrawn").count == 1)
    }

    @Test(arguments: TestEngine.available)
    func aConsentRunsOutByItself(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        try await house.verbs.consents.give(Self.messages, for: person, by: person.citizen, requestID: "r")

        house.clock.advance(by: .seconds(365 * 86_400))

        #expect(try await house.standing(Self.messages, of: person) == .over(at: house.clock.now))
    }

    @Test(arguments: TestEngine.available)
    func aMessageGoesOnlyToWhoAgreedToMessages(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        let gateway = Gateway()
        let tell = TellOfAnswer(house.parts, messages: gateway, words: try house.words())
        let number = try await house.make(MakeRequest.Wish(.explanation, topic: .rules), of: person)
        let request = try await house.verbs.own.one(number, of: person).request

        await tell(request)
        #expect(gateway.texts.isEmpty, "nobody agreed")
        try await house.verbs.consents.give(Self.messages, for: person, by: person.citizen, requestID: "r")
        await tell(request)
        #expect(gateway.texts.count == 1)
        #expect(gateway.texts.first?.contains(number.rawValue) == true)
        #expect(gateway.texts.first?.contains("王小明") == false)
        try await house.verbs.consents.withdraw(Self.messages, of: person, requestID: "r")
        await tell(request)

        #expect(gateway.texts.count == 1, "the withdrawal works at once")
        #expect(try await house.leaves("message.sent").count == 1)
    }

    @Test(arguments: TestEngine.available)
    func forAChildUnderFourteenTheGuardianAgrees(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        // Fourteen on the day after the clock's.
        let (child, parent) = (
            try await house.person(1, born: "20120303"), try await house.person(2, born: "19800101")
        )
        let give = { (giver: Token) in
            try await house.verbs.consents.give(Self.messages, for: child, by: giver, requestID: "r")
        }

        await #expect(throws: PrivacyRefused.guardianNeeded) { try await give(child.citizen) }
        await #expect(throws: PrivacyRefused.guardianNeeded) { try await give(parent.citizen) }
        house.guardians.know(parent.citizen, of: child.citizen)
        try await give(parent.citizen)
        #expect(try await house.leaves("consent.given").contains { $0.contains("\"guardian\"") })
        try await house.verbs.consents.withdraw(Self.messages, of: child, requestID: "r")

        house.clock.advance(by: .seconds(86_400))
        await #expect(throws: PrivacyRefused.guardianNeeded, "who is fourteen decides by herself") {
            try await give(parent.citizen)
        }
        try await give(child.citizen)
    }

    @Test func whatIsNoPurposeAndWhatBelongsToAVisitIsNotGivenHere() async throws {
        let house = try await PrivacyHouse(.sqlite)
        let person = try await house.person()

        for purpose in ["", "none", "face"] {
            await #expect(throws: PrivacyRefused.choiceUnknown) {
                try await house.verbs.consents.give(purpose, for: person, by: person.citizen, requestID: "r")
            }
        }
        await #expect(throws: PrivacyRefused.consentUnknown) {
            try await house.verbs.consents.withdraw("face", of: person, requestID: "r")
        }
    }

    @Test func theAgeAndTheWordsAreThoseOfTheConfiguration() throws {
        let face = try #require(
            ConsentPurpose.load(PrivacyHouse.services).first { $0.id == Consent.face.rawValue })

        #expect(face.guardianBelowAge == Consent.guardianBelowAge)
        #expect(face.wording == Consent.wording)
        #expect(face.period == .visit)
    }

    /// What a room did under a consent ends in the transaction in which it is taken back.
    @Test(arguments: TestEngine.available)
    func theRoomThatActedUnderItHearsOfTheEnd(on engine: TestEngine) async throws {
        struct Broken: Error {}
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        let heard = Mutex<[String]>([])
        let ledger = ConsentLedger(
            house.parts, visits: house.verbs.consents.visits, isGuardian: { _, _, _ in false },
            house: ConsentLedger.House(withdrawn: { purpose, citizen, _, _, _ in
                guard citizen == person.citizen else { throw Broken() }
                heard.withLock { $0.append(purpose) }
            }))
        try await ledger.give(Self.messages, for: person, by: person.citizen, requestID: "r")
        #expect(try await house.engine.read { try ledger.holds(Self.messages, of: person.citizen, in: $0) })
        try await ledger.withdraw(Self.messages, of: person, requestID: "r")
        await #expect(throws: PrivacyRefused.consentUnknown) {
            try await ledger.withdraw(Self.messages, of: person, requestID: "r")
        }
        #expect(heard.withLock { $0 } == [Self.messages])
        #expect(try await !house.engine.read { try ledger.holds(Self.messages, of: person.citizen, in: $0) })

        let deaf = ConsentLedger(
            house.parts, visits: house.verbs.consents.visits, isGuardian: { _, _, _ in false },
            house: ConsentLedger.House(withdrawn: { _, _, _, _, _ in throw Broken() }))
        try await deaf.give(Self.messages, for: person, by: person.citizen, requestID: "r")
        await #expect(throws: Broken.self) {
            try await deaf.withdraw(Self.messages, of: person, requestID: "r")
        }
        #expect(try await house.engine.read { try deaf.holds(Self.messages, of: person.citizen, in: $0) })
    }

    @Test(arguments: TestEngine.available)
    func nobodyIsAskedForWhatTheHouseDoesNotDo(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        let without = ConsentLedger(
            house.parts, visits: house.verbs.consents.visits, isGuardian: { _, _, _ in false },
            house: ConsentLedger.House(unused: [Self.messages]))
        #expect(try await !without.all(of: person).contains { $0.purpose.id == Self.messages })
        await #expect(throws: PrivacyRefused.choiceUnknown) {
            try await without.give(Self.messages, for: person, by: person.citizen, requestID: "r")
        }
        // One from before can be seen and taken back.
        try await house.verbs.consents.give(Self.messages, for: person, by: person.citizen, requestID: "r")
        #expect(try await without.all(of: person).contains { $0.purpose.id == Self.messages })
        try await without.withdraw(Self.messages, of: person, requestID: "r")
    }

    @Test(arguments: Language.allCases)
    func thePageNamesPurposeReceiverPeriodAndLaw(language: Language) async throws {
        let house = try await PrivacyHouse(.sqlite)
        let person = try await house.person()

        try await house.pages { client in
            let fields = ["purpose": Self.messages, "act": "give"]
            let before = try await client.get("/consents", as: person, language: language.rawValue)
            let given = try await client.post("/consents", fields, as: person, key: Token(house.world))
            let after = try await client.get("/consents", as: person, language: language.rawValue)
            let wrong = try await client.post(
                "/consents", ["purpose": Self.messages, "act": "x"], as: person, key: Token(house.world))

            #expect(before.text.contains("value=\"give\"") && !before.text.contains("value=\"withdraw\""))
            #expect(given.location == "/consents" && wrong.status == 422)
            let last = CalendarDate(inChinaAt: house.clock.now + .seconds(365 * 86_400)).shown(in: language)
            #expect(after.text.contains("value=\"withdraw\"") && after.text.contains(last))
            for purpose in house.parts.purposes {
                #expect(after.text.contains(purpose.name[language]))
                #expect(after.text.contains(purpose.receiver[language]))
                #expect(after.text.contains(purpose.legalBasis[0].title))
            }
            #expect(after.text.firstMatch(of: /\[[a-z]+\.[a-z.-]+\]/) == nil)
        }
    }
}

private final class Gateway: MessagePort {
    private let sent = Mutex<[String]>([])

    var texts: [String] { sent.withLock { $0 } }

    func send(_ text: String, to phone: Phone, key: Token) async throws(PortError) {
        sent.withLock { $0.append(text) }
    }
}

extension PrivacyHouse {
    fileprivate func standing(_ purpose: String, of person: PersonHere) async throws
        -> ConsentLedger.Entry.Standing?
    {
        try await verbs.consents.all(of: person).first { $0.purpose.id == purpose }?.standing
    }

    fileprivate func words() throws -> Words { try Frame(rooms: [PrivacyResources.bundle]).words }
}
