import Base
import Catalogue
import Foundation
import Storage
import Testing

/// The schedule of forgetting as a city writes it.
@Suite struct RetentionScheduleTests {
    @Test func theSampleScheduleNamesEveryClassWithItsLaw() throws {
        let schedule = try RetentionSchedule.load(Repository.services)

        #expect(schedule.rules.map(\.kept) == RetentionClass.allCases)
        for rule in schedule.rules {
            #expect(rule.days >= 1 && !rule.legalBasis.isEmpty)
            #expect(rule.period == .seconds(rule.days * 86_400))
        }
    }

    @Test(arguments: [
        ("codes:\n  days: 180", "codes:\n  days: 0", "A whole number is expected"),
        ("codes:", "cods:", "The key \"cods\" is not known here"),
        ("codes:", "cods:", "The key \"codes\" is missing"),
        ("consents:\n  days: 1095", "consents:\n  days: long", "A whole number is expected"),
        ("      verified: false", "      verified: perhaps", "true or false is expected"),
    ])
    func aBrokenLineIsNamed(right: String, wrong: String, message: String) throws {
        let services = try ServicesFolder()
        _ = try services.replace(right, with: wrong, in: "retention.yml")

        let defects = #expect(throws: CatalogueDefects.self) { try RetentionSchedule.load(services.url) }
        #expect(defects?.defects.contains { $0.message.english.contains(message) && $0.line > 0 } == true)
    }

    @Test func aMissingScheduleIsNamed() {
        let nowhere = URL(filePath: "/nonexistent")
        let defects = #expect(throws: CatalogueDefects.self) { try RetentionSchedule.load(nowhere) }
        #expect(defects?.description.contains("retention.yml:1: The file is missing") == true)
    }
}
