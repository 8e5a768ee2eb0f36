import Base
import Catalogue
import Foundation
import Support
import Testing
import Web

@testable import Audit
@testable import Privacy

/// The list of who looked at a person's data.
@Suite struct LooksPageTests {
    @Test(arguments: Language.allCases)
    func everyActThatIsKnownHasWords(language: Language) throws {
        let phrases = try Frame(rooms: [PrivacyResources.bundle]).words.phrases(language)

        #expect(LookWords.known.count > 10)
        for action in LookWords.known { #expect(phrases.has("looks.act.\(action)"), "\(action)") }
    }

    /// A case holds what registers said beside her answers: both are named as she knows them, and so is how far it has come.
    @Test(arguments: Language.allCases)
    func noFieldOfACaseIsNamedByItsSign(language: Language) async throws {
        let house = try await PrivacyHouse(.sqlite)
        let phrases = try Frame(rooms: [PrivacyResources.bundle]).words.phrases(language)
        let sources = house.verbs.sources(house.catalogue)
        for item in house.catalogue.items {
            let read = item.registers.flatMap(\.fields).filter { $0 != "name" }
            let fields = ["state"] + item.questions.map(\.id) + read
            let act = AuditHistory.Act(
                index: 1, at: house.clock.now, action: "case.looked", actorKind: "staff", actorName: "s-0001",
                purpose: item.id.rawValue, caseNumber: nil, fields: fields, decision: nil, terminal: nil,
                isAboutSomebody: true, role: nil)
            let words = LookWords(
                look: WhoLooked.Look(act: act, delay: nil), sources: sources, phrases: phrases)
            #expect(words.fields.count == fields.count, "\(item.id)")
            #expect(Set(words.fields).isDisjoint(with: fields), "\(item.id)")
        }
    }
}
