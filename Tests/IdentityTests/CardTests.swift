import Base
import Identity
import Support
import Testing
import Wire

@Suite struct CardTests {
    struct Case: CustomTestStringConvertible {
        let testDescription: String
        let card: CardReading
        let refusal: IdentityRefused?

        init(_ name: String, _ card: CardReading, _ refusal: IdentityRefused?) {
            testDescription = name
            self.card = card
            self.refusal = refusal
        }
    }

    /// The clock of the tests stands on 2 March 2026 in China.
    static let cases = [
        Case("good", IdentityHouse.card(), nil),
        Case("check digit", numbered("350203199003070010"), .cardNumber(.checkDigit)),
        Case("first generation", numbered("350203900307001"), .cardNumber(.length)),
        Case("letters", numbered("35020319900307001A"), .cardNumber(.characters)),
        Case("no such day", numbered("350203199002300014"), .cardNumber(.birthDate)),
        Case("last day", IdentityHouse.card(to: "20260302"), nil),
        Case("expired yesterday", IdentityHouse.card(to: "20260301"), .cardExpired),
        Case("first day", IdentityHouse.card(from: "20260302"), nil),
        Case("from tomorrow", IdentityHouse.card(from: "20260303"), .cardNotYetValid),
        Case("without end", IdentityHouse.card(to: "00000000"), nil),
        Case("long-term in letters", IdentityHouse.card(to: "长期"), .cardUnreadable),
        Case("unreadable end", IdentityHouse.card(to: "20269901"), .cardUnreadable),
        Case("unreadable beginning", IdentityHouse.card(from: ""), .cardUnreadable),
        Case("no name", IdentityHouse.card(name: " "), .cardUnreadable),
        Case("name turned round", IdentityHouse.card(name: "王\u{202E}小明"), .cardUnreadable),
        Case("name with a line", IdentityHouse.card(name: "王\n小明"), .cardUnreadable),
        Case("long name", IdentityHouse.card(name: String(repeating: "长", count: 51)), .cardUnreadable),
    ]

    private static func numbered(_ number: String) -> CardReading {
        CardReading(
            name: "王小明", number: number, validFrom: "20200101", validTo: "20400101", issuer: "",
            readerSerial: "")
    }

    @Test(arguments: cases) func aCardIsCheckedBeforeItIsBelieved(_ given: Case) async throws {
        let house = try await IdentityHouse(.sqlite)
        let session = try await house.begin().session
        do {
            try await house.present(given.card, in: session)
            #expect(given.refusal == nil)
            #expect(try await house.acts("identity.card-read") == 1)
        } catch let refusal as IdentityRefused {
            #expect(refusal == given.refusal)
            #expect(try await house.acts("identity.card-read") == 0)
        }
    }

    @Test(arguments: TestEngine.available)
    func anotherCardEndsTheVisit(_ engine: TestEngine) async throws {
        let house = try await IdentityHouse(engine)
        let (token, session) = try await house.begin()
        try await house.present(IdentityHouse.card(1), in: session)
        try await house.present(IdentityHouse.card(1), in: session)
        await #expect(throws: IdentityRefused.otherCard) {
            try await house.present(IdentityHouse.card(2), in: session)
        }
        await #expect(throws: IdentityRefused.sessionOver) {
            _ = try await house.verbs.current(token: token, terminal: "t-1")
        }
    }

    @Test(arguments: TestEngine.available)
    func anotherCardWhileTheFirstWasBeingProvedEndsTheVisitToo(_ engine: TestEngine) async throws {
        let house = try await IdentityHouse(engine)
        let session = try await house.claimed()
        try await house.consent(in: session)
        let proved = try await house.face(in: session)

        // This request found the session before anybody was identified in it.
        await #expect(throws: IdentityRefused.otherCard) {
            try await house.present(IdentityHouse.card(2), in: session)
        }

        await #expect(throws: IdentityRefused.sessionOver) {
            _ = try await house.verbs.current(token: proved.token, terminal: "t-1")
        }
    }

    @Test func anotherCardAfterIdentificationEndsTheVisitToo() async throws {
        let house = try await IdentityHouse(.sqlite)
        let session = try await house.claimed()
        try await house.consent(in: session)
        let proved = try await house.face(in: session)
        try await house.present(IdentityHouse.card(1), in: proved.session.session)
        await #expect(throws: IdentityRefused.otherCard) {
            try await house.present(IdentityHouse.card(2), in: proved.session.session)
        }
        await #expect(throws: IdentityRefused.sessionOver) {
            _ = try await house.verbs.current(token: proved.token, terminal: "t-1")
        }
    }
}
