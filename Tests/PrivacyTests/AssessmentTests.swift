import Base
import Catalogue
import Storage
import Support
import Testing

@testable import Privacy

/// Records of impact assessments.
@Suite struct AssessmentTests {
    @Test(
        "ASVS 14.1.2: a record names each class with its measures, and stays three years",
        arguments: TestEngine.available)
    func aRecordIsFilledFromWhatIsDeclaredAndStaysThreeYears(on engine: TestEngine) async throws {
        let house = try await PrivacyHouse(engine)
        let schedule = try RetentionSchedule.load(PrivacyHouse.services)
        let writer = AssessmentWriter(
            catalogue: house.catalogue, schedule: schedule, rules: house.parts.rules,
            purposes: house.parts.purposes, inventory: PrivacyInventory.tables)

        let record = try await house.verbs.assess(writer, by: "dpo-1", release: "1.2.3", conclusion: "相称。")

        for field in PrivacyInventory.tables.flatMap(\.fields).filter(\.isPersonal) {
            #expect(record.text.contains(field.purpose), "\(field.column)")
        }
        for item in house.catalogue.items { #expect(record.text.contains(item.id.rawValue)) }
        for purpose in house.parts.purposes { #expect(record.text.contains(purpose.name[.english])) }
        #expect(record.text.contains("相称。") && record.text.contains("dpo-1"))
        #expect(try await house.verbs.assess.all() == [record])
        #expect(try await house.leaves("assessment.made").count == 1)
        #expect(try #require(schedule[.assessments]).days >= 3 * 365 + 1)
        let forgetter = try #require(PrivacyRetentionStore.forgetters.first { $0.kept == .assessments })
        let due = try await house.engine.read { db in
            (
                try forgetter.due(record.madeAt, "", 10, db),
                try forgetter.due(record.madeAt + .seconds(1), "", 10, db)
            )
        }
        #expect(due.0 == [] && due.1 == [record.id.rawValue])
    }

    @Test func withoutAConclusionThereIsNoAssessment() async throws {
        let house = try await PrivacyHouse(.sqlite)
        let writer = AssessmentWriter(
            catalogue: house.catalogue, schedule: try RetentionSchedule.load(PrivacyHouse.services),
            rules: house.parts.rules, purposes: house.parts.purposes, inventory: [])

        await #expect(throws: PrivacyRefused.choiceUnknown) {
            _ = try await house.verbs.assess(writer, by: "dpo-1", release: "1", conclusion: "")
        }
        #expect(try await house.verbs.assess.all().isEmpty)
    }
}
