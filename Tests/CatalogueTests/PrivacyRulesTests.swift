import Base
import Catalogue
import Foundation
import Storage
import Testing

/// What a city writes about rights and consents.
@Suite struct PrivacyRulesTests {
    @Test func theSampleNamesEveryRightWithItsClockAndLaw() throws {
        let rules = try PrivacyRules.load(Repository.services)

        for right in PersonRight.allCases {
            let clock = try #require(rules[right])
            #expect(clock.days >= 1 && clock.remindDaysBefore < clock.days && !clock.legalBasis.isEmpty)
        }
        #expect(rules.appeals.count >= 2 && !rules.delay.legalBasis.isEmpty)
        #expect(rules.mustKeep == [.cases, .consents])
    }

    @Test(arguments: [
        ("question:\n    days: 15", "question:\n    days: 0", "A whole number is expected"),
        ("question:", "qestion:", "The key \"qestion\" is not known here"),
        ("question:", "qestion:", "The key \"question\" is missing"),
        ("remindDaysBefore: 5", "remindDaysBefore: 40", "The reminder would come too early"),
        ("daysMax: 180", "daysMax: 5000", "A whole number is expected"),
        ("mustKeep: [cases, consents]", "mustKeep: [papers]", "Only cases and consents can be kept back"),
        ("mustKeep: [cases, consents]", "mustKeep: [all]", "The word is not one of those that are known"),
    ])
    func aBrokenRightIsNamed(right: String, wrong: String, message: String) throws {
        let services = try ServicesFolder()
        _ = try services.replace(right, with: wrong, in: "privacy.yml")

        let defects = #expect(throws: CatalogueDefects.self) { try PrivacyRules.load(services.url) }
        #expect(defects?.defects.contains { $0.message.english.contains(message) && $0.line > 0 } == true)
    }

    @Test(arguments: [
        ("period: 365", "period: always", "A whole number is expected"),
        ("- id: answer-messages", "- id: face", "The purpose \"face\" stands twice"),
        ("- id: face", "- id: Face", "The word of a purpose has small letters and hyphens"),
        ("guardianBelowAge: 14", "guardianBelowAge: 99", "A whole number is expected"),
        ("    wording: 2026-11\n  - id", "  - id", "The key \"wording\" is missing"),
    ])
    func aBrokenPurposeIsNamed(right: String, wrong: String, message: String) throws {
        let services = try ServicesFolder()
        _ = try services.replace(right, with: wrong, in: "consents.yml")

        let defects = #expect(throws: CatalogueDefects.self) { try ConsentPurpose.load(services.url) }
        #expect(defects?.defects.contains { $0.message.english.contains(message) && $0.line > 0 } == true)
    }
}
