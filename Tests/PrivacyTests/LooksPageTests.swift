import Base
import Foundation
import Testing
import Web

@testable import Privacy

/// The list of who looked at a person's data.
@Suite struct LooksPageTests {
    @Test(arguments: Language.allCases)
    func everyActThatIsKnownHasWords(language: Language) throws {
        let phrases = try Frame(rooms: [PrivacyResources.bundle]).words.phrases(language)

        #expect(LookWords.known.count > 10)
        for action in LookWords.known { #expect(phrases.has("looks.act.\(action)"), "\(action)") }
    }
}
