import Base
import Catalogue
import Storage
import Support
import Testing
import Vault

@testable import Casework
@testable import Documents

/// What a person is asked stays with whoever handles her case, unless the paper names it.
@Suite struct PaperAnswersTests {
    @Test func noPaperOfAnyServicePrintsWhatMayTellOfSomebodyElse() async throws {
        let house = try await CaseHouse(.sqlite)
        var printed = 0
        for item in house.catalogue.items where item.selfService && !item.isBundle {
            var content = DocumentContent()
            for question in item.questions { content.values["answer.\(question.id)"] = "typed" }
            for ends in [true, false] {
                let left = try house.parts.layouts.layout(item, ends: ends).printed(of: content).values
                printed += left.count
                for question in item.questions where left["answer.\(question.id)"] != nil {
                    let isAllowed =
                        switch question.kind {
                        case .person, .phone, .longText, .files, .signature: false
                        default: true
                        }
                    #expect(isAllowed, "\(item.id.rawValue) prints \(question.id)")
                }
            }
        }
        #expect(printed > 200, "papers say what was asked for")
    }

    /// A visit is booked with a telephone number, which is the office's alone.
    @Test(arguments: TestEngine.available)
    func whatIsNotOnThePaperIsNotKeptWithItEither(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let session = try await house.visit(for: AppointmentTests.household)
        let wish = HoldSlot.Wish(
            place: "siming", day: CalendarDate(daysSince1970: 20_515), minute: 9 * 60)
        let number = try await house.booked(wish, by: session)

        let (vault, file) = (house.vault, try await house.file(number))
        let kept = try await house.engine.read { db in
            let row = try #require(
                try db.rows("SELECT id FROM documents WHERE case_number = \(number)").first)
            let id = try #require(Token(rawValue: try row.text("id")))
            return try DocumentStore.facts(id, subject: vault.subject(file.citizen, in: db), in: db).content
        }
        let answers = kept.values.filter { $0.key.hasPrefix("answer.") }.keys
        #expect(kept.values["answer.matter"]?.isEmpty == false)
        #expect(!answers.contains("answer.phone") && !kept.values.values.contains("15410000005"))
        let form = try await house.verbs.owned.form(number, of: session)
        #expect(form.answers["phone"] == "15410000005", "the case has it")
    }
}
