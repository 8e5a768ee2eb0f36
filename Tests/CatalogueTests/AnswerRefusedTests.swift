import Base
import Catalogue
import HTTPTypes
import Testing
import Web

@Suite struct AnswerRefusedTests {
    static let all: [AnswerRefused] = [
        .missing(question: "q"), .notOffered(question: "q"), .tooLong(question: "q", max: 9),
        .notPlainText(question: "q"), .notADate(question: "q"),
        .dateOutOfRange(
            question: "q", from: CalendarDate(daysSince1970: 0), to: CalendarDate(daysSince1970: 9)),
        .notANumber(question: "q"), .numberOutOfRange(question: "q", from: 1, to: 9),
        .rule(question: "q", otherwise: LocalText(mandarin: "太多", english: "Too much", minnan: "傷濟")),
    ]

    @Test(arguments: Language.allCases) func everyCaseHasWordsWithItsPlacesFilled(_ language: Language) throws
    {
        let phrases = try Words(bundles: [CatalogueResources.bundle]).phrases(language)

        for refused in Self.all {
            for part in ["title", "remedy"] {
                let key = "problem.\(refused.slug).\(part)"
                let text = phrases(key, refused.values(in: language))
                #expect(phrases.has(key) && !text.contains("{"), "\(key): \(text)")
            }
        }
    }

    @Test(arguments: zip(Language.allCases, ["太多", "Too much", "傷濟"]))
    func aRuleSaysItsOwnSentence(_ language: Language, _ sentence: String) throws {
        let phrases = try Words(bundles: [CatalogueResources.bundle]).phrases(language)
        let refused = try #require(Self.all.last)

        #expect(phrases.problem(inForm: refused).hasSuffix(sentence))
    }

    @Test func noTwoCasesShareASlug() {
        #expect(Set(Self.all.map(\.slug)).count == Self.all.count)
        #expect(Self.all.allSatisfy { $0.status.code == 422 })
    }
}
