import Base
import Catalogue
import HTTPTypes
import HummingbirdTesting
import Identity
import NIOCore
import Storage
import Support
import Testing

@testable import Casework
@testable import Representation

/// An old parent says herself whether a child may act for her.
@Suite struct ParentAgreementTests {
    @Test(arguments: TestEngine.available)
    func nothingIsDoneForAParentWhoHasNotAgreed(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        for _ in 0..<2 {
            let session = try await house.visit(.two, for: CaseHouse.insurance, forAnother: true)
            await #expect(throws: RepresentationRefused.parentAsked) {
                _ = try await house.choose(.elder, by: .parent, of: session)
            }
        }

        #expect(try await house.count("actings") == 0)
        #expect(try await house.acts("acting.asked") == 1, "she is asked once")
        #expect(try await house.notices("parent-asked") == 1)
        #expect(try await house.acts("acting.begun") == 0)
    }

    @Test(arguments: TestEngine.available)
    func withHerYesHeGoesOnAndWithHerNoTheNextStepIsRefused(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.acting(.two, for: .elder, by: .parent)
        let number = try await house.open(CaseHouse.insurance, for: session)
        let parent = try await house.visit(.elder, at: 2)
        let asked = try await house.verbs.mandates.answerChild.all(of: parent.citizen)
        #expect(asked.map(\.maskedName) == ["林*"] && asked.first?.ending == "9834")

        try await house.verbs.mandates.answerChild(
            asked[0].agreement.id, .refused, of: parent.citizen, terminal: nil, requestID: "r")

        await #expect(throws: RepresentationRefused.parentRefused) {
            try await house.verbs.fetch(number, of: session, requestID: "r")
        }
        let again = try await house.visit(.two, at: 1, for: CaseHouse.insurance, forAnother: true)
        await #expect(throws: RepresentationRefused.parentRefused) {
            _ = try await house.choose(.elder, by: .parent, of: again)
        }
        #expect(try await house.notices("parent-asked") == 1, "a no is not asked about again")
        #expect(try await house.acts("acting.agreed") == 1)
        #expect(try await house.acts("acting.refused") == 1)
    }

    @Test(arguments: TestEngine.available)
    func nobodyAnswersForHer(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(.two, for: CaseHouse.insurance, forAnother: true)
        await #expect(throws: RepresentationRefused.parentAsked) {
            _ = try await house.choose(.elder, by: .parent, of: session)
        }
        let parent = try await house.visit(.elder, at: 2)
        let id = try #require(
            try await house.verbs.mandates.answerChild.all(of: parent.citizen).first
        ).agreement.id

        for other in [session.citizen, try await house.visit(.one, at: 1).citizen] {
            #expect(try await house.verbs.mandates.answerChild.all(of: other).isEmpty)
            await #expect(throws: RepresentationRefused.agreementUnknown) {
                try await house.verbs.mandates.answerChild(
                    id, .agreed, of: other, terminal: nil, requestID: "r")
            }
        }
    }

    @Test(arguments: [
        (nil, 0, ParentAgreement.Standing.open), (ParentAgreement.Answer.refused, 0, .refused),
        (.agreed, 0, .holds),
        (.agreed, 364, .holds), (.agreed, 365, .over), (.agreed, -1, .over), (.refused, 1_000, .refused),
    ])
    func anAnswerHoldsForItsTime(
        answer: ParentAgreement.Answer?, day: Int, standing: ParentAgreement.Standing
    ) {
        let said = TestClock.start
        let agreement = ParentAgreement(
            id: Token(.frozen()), parent: Token(.frozen(seed: 2)), child: Token(.frozen(seed: 3)),
            askedAt: said, answer: answer, answeredAt: answer.map { _ in said },
            until: answer == .agreed ? said + .seconds(365 * 86_400) : nil)

        #expect(agreement.standing(at: said + .seconds(day * 86_400)) == standing)
    }

    @Test(arguments: Language.allCases)
    func herPageShowsWhoAsksAndBothAnswers(language: Language) async throws {
        let house = try await CaseHouse(.sqlite)
        let session = try await house.visit(.two, at: 1, for: CaseHouse.insurance, forAnother: true)
        await #expect(throws: RepresentationRefused.parentAsked) {
            _ = try await house.choose(.elder, by: .parent, of: session)
        }
        try await house.kiosk(language: language.rawValue) { kiosk in
            _ = try await kiosk.identify(house, for: CaseHouse.insurance, .elder)
            let page = String(buffer: try await kiosk.get("/mandates").body)
            let path = try #require(page.firstMatch(of: /\/mandates\/[0-9a-z]{26}\/agreement/)).output
            let yes = try await kiosk.post(String(path), ["answer": "agreed"])
            let agreed = String(buffer: try await kiosk.get("/mandates").body)
            let odd = try await kiosk.post(String(path), ["answer": "perhaps"])

            #expect(yes.headers[.location] == "/mandates" && odd.status == .notFound)
            #expect(page.contains("value=\"agreed\"") && page.contains("value=\"refused\""))
            #expect(!agreed.contains("value=\"agreed\"") && agreed.contains("value=\"refused\""))
            #expect(agreed.contains("2027"), "until when")
            for text in [page, agreed] {
                #expect(!text.contains(TestPerson.two.name) && !text.contains(TestPerson.two.number.text))
                #expect(text.firstMatch(of: /\[[a-z]+\.[a-z.-]+\]/) == nil, "a word is missing")
            }
        }
    }

    @Test func aMandateToAGrownUpOfTheFamilyTakesNoTyping() async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk { kiosk in
            _ = try await kiosk.identify(house, for: CaseHouse.insurance, .two)
            let plain = String(buffer: try await kiosk.get("/mandates").body)
            let page = String(buffer: try await kiosk.get("/mandates?family=yes").body)
            let choice = try #require(page.firstMatch(of: /name="holder" value="([0-9a-f]{32})"/)).1
            let form = ["scope": CaseHouse.insurance.rawValue, "days": "30"]
            let wrong = try await kiosk.post("/mandates", form.merging(["holder": "0"]) { $1 })
            let given = try await kiosk.post("/mandates", form.merging(["holder": String(choice)]) { $1 })

            #expect(plain.contains("/mandates?family=yes"))
            #expect(!page.contains("type=\"text\""), "nothing is typed")
            #expect(!page.contains(TestPerson.elder.name) && !page.contains(TestPerson.elder.number.text))
            #expect(wrong.status == .unprocessableContent)
            #expect(given.headers[.location] == "/mandates")
        }
        let giver = try await house.visit(.two, at: 1)
        let mandates = try await house.verbs.mandates.all(of: giver.citizen)
        #expect(mandates.map(\.holder.number) == [TestPerson.elder.number.text])
    }

    @Test func aFamilyOfChildrenAloneIsSaidToHaveNobody() async throws {
        let house = try await CaseHouse(.sqlite)
        try await house.kiosk { kiosk in
            _ = try await kiosk.identify(house, for: CaseHouse.insurance, .one)
            let page = String(buffer: try await kiosk.get("/mandates?family=yes").body)
            #expect(page.contains("No grown-up relative is on record"))
            house.registers.become(.down)
            #expect(try await kiosk.get("/mandates?family=yes").status == .serviceUnavailable)
        }
    }
}

extension CaseHouse {
    /// Messages of a kind that wait to be sent.
    fileprivate func notices(_ word: String) async throws -> Int {
        try await engine.read { db in
            try db.rows("SELECT payload_bytes FROM jobs WHERE kind = 'account.notice'").count {
                String(decoding: try $0.bytes("payload_bytes"), as: UTF8.self).hasSuffix(" \(word)")
            }
        }
    }
}
