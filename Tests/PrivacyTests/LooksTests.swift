import Base
import Catalogue
import Foundation
import Identity
import Storage
import Support
import Testing

@testable import Audit
@testable import Privacy

/// Who looked: seen at once, or by two people's decision later.
@Suite struct LooksTests {
    @Test(arguments: TestEngine.available)
    func anActIsSeenWithinFiveSeconds(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        let before = house.clock.now

        try await house.act(about: person, by: .staff("clerk-1"))

        let look = try #require(try await house.verbs.looked(person).looks.first)
        #expect(house.clock.now.since(before) <= .seconds(5))
        #expect(look.act.action == "document.opened")
        #expect(look.act.actorName == "clerk-1")
        #expect(look.delay == nil)
    }

    @Test(arguments: TestEngine.available)
    func whatTwoDecidedIsShownOnItsDayAndSaysSo(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let person = try await house.person()
        let index = try await house.act(about: person, by: .staff("clerk-1"))
        let release = house.clock.now + .seconds(30 * 86_400)

        try await house.delay(
            act: index, until: release, basis: house.basis, approvers: ("officer-1", "officer-2"))

        #expect(try await house.verbs.looked(person).looks.isEmpty)
        #expect(try await house.verbs.looked.one(index, of: person) == nil)
        await #expect(throws: PrivacyRefused.unknownAct) {
            _ = try await house.make(house.question(index), of: person)
        }
        #expect(try await house.verbs.delay.counts() == (1, 1))
        #expect(try await house.leaves("look.delayed").count == 2, "each of the two stands in the log")
        house.clock.now = release
        let look = try #require(try await house.verbs.looked(person).looks.first)
        #expect(look.act.index == index)
        #expect(look.delay?.basis == house.basis)
        #expect(look.delay?.approvers == ["officer-1", "officer-2"])
        #expect(try await house.verbs.delay.counts() == (0, 1))
    }

    @Test(arguments: [
        ("officer-1", "officer-1"), ("officer-1", ""), ("", "officer-2"), ("clerk-1", "officer-2"),
        ("officer-1", "clerk-1"),
    ])
    func oneAloneOrWhoActedDelaysNothing(_ first: String, _ second: String) async throws {
        let house = try await PrivacyHouse(.sqlite)
        let person = try await house.person()
        let index = try await house.act(about: person, by: .staff("clerk-1"))

        await #expect(throws: PrivacyRefused.notTwoApprovers) {
            try await house.delay(
                act: index, until: house.clock.now + .seconds(60), basis: house.basis,
                approvers: (first, second))
        }
        #expect(try await house.verbs.looked(person).looks.count == 1)
        #expect(try await house.leaves("look.delayed").isEmpty)
    }

    @Test(arguments: [-1, 0, 180 * 86_400 + 1])
    func aReleaseOutOfRangeIsRefused(seconds: Int) async throws {
        let house = try await PrivacyHouse(.sqlite)
        let person = try await house.person()
        let index = try await house.act(about: person, by: .staff("clerk-1"))

        await #expect(throws: PrivacyRefused.releaseOutOfRange) {
            try await house.delay(
                act: index, until: house.clock.now + .seconds(seconds), basis: house.basis,
                approvers: ("a", "b"))
        }
    }

    @Test func whatIsHerOwnOrAboutNobodyIsNotDelayed() async throws {
        let house = try await PrivacyHouse(.sqlite)
        let person = try await house.person()
        let own = try await house.act("case.opened", about: person, by: .citizen)
        let release = house.clock.now + .seconds(60)

        for index in [own, 99, -1] {
            await #expect(throws: PrivacyRefused.unknownAct) {
                try await house.delay(act: index, until: release, basis: house.basis, approvers: ("a", "b"))
            }
        }
    }

    @Test(arguments: Language.allCases)
    func everyActNamesBodyPurposeFieldsAndLaw(language: Language) async throws {
        let house = try await PrivacyHouse(.sqlite)
        let person = try await house.person()
        let item = try #require(
            house.catalogue.items.first { $0.id.rawValue == "police/temporary-identity-proof" })
        let use = item.registers[0]
        try await house.act(
            "register.asked", about: person, purpose: item.basicCode, fields: [use.resource] + use.fields)

        try await house.pages { client in
            let page = try await client.get("/looks", as: person, language: language.rawValue).text
            #expect(page.contains(use.purpose[language]))
            #expect(
                page.contains(
                    house.catalogue.departments.first { $0.id.rawValue == "police" }?.name[language] ?? "-"))
            #expect(page.contains(item.prefill[0].label[language]))
            #expect(page.contains(item.legalBasis[0].title))
            #expect(page.contains("/requests/new?right=question"))
            #expect(!page.contains("[looks") && !page.contains("[rights"))
        }
    }
    /// A consent's field names the words that were on the page, which are no data of hers.
    @Test(arguments: ["face", "consent/face"])
    func aConsentIsNamedAndItsWordingIsNoDataOfHers(purpose: String) async throws {
        let house = try await PrivacyHouse(.sqlite)
        let person = try await house.person()
        let name = try #require(house.parts.purposes.first { $0.id == "face" }?.name[.english])
        try await house.act(
            "consent.given", about: person, by: .citizen, purpose: purpose, fields: [Consent.wording])

        try await house.pages { client in
            let page = try await client.get("/looks", as: person, language: "en").text
            #expect(page.contains("You gave a consent") && page.contains(name))
            #expect(!page.contains("Which data"))
        }
    }
}
