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

    /// A loss report says that the card is blocked; beside it stood that it is in order, as the register said before.
    @Test func noFactOnAPaperIsWhatTheActHasChanged() async throws {
        let house = try await CaseHouse(.sqlite)
        var changing = 0
        for item in house.catalogue.items {
            guard let paper = item.paper else { continue }
            // Registers may call different things by one name: what counts is what this service asks the changed one for.
            let changed = item.result.changes.flatMap { change in
                change.set.map(\.field).filter { field in
                    item.registers.contains {
                        $0.resource == change.resource && $0.fields.contains(field)
                    }
                }
            }
            changing += changed.isEmpty ? 0 : 1
            for field in changed {
                let isPrinted = paper.facts.contains {
                    $0.value.contains("{\(field)}") || $0.value.contains("{\(field)|")
                }
                #expect(!isPrinted, "\(item.id.rawValue) prints \(field) as it was before")
            }
        }
        #expect(changing > 30)
    }

    /// The office answers in writing, and the answer is what the paper is for.
    @Test(arguments: TestEngine.available)
    func whatAClerkAnswersStandsOnThePaper(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let (_, session, number) = try await house.complaint()
        try await house.verbs.submit(number, of: session, requestID: "r")
        let steps = try await house.steps(number)
        let reply = "已责令工地晚上十点后停工，罚款五千元。"
        for step in ["accept", "handle", "review"] {
            let queue = try #require(steps.first { $0.key.step == step }?.queue.rawValue)
            let clerk = try house.clerk(queue: queue)
            try await house.claim(number, step, by: clerk)
            let key = CaseStep.Key(number, step)
            if step == "handle" {
                for (text, why) in [
                    (nil, StepRefused.noReply), ("", .noReply),
                    ("见 \(TestPerson.two.number.text)", .replyNamesPerson),
                    (String(repeating: "长", count: 501), .choiceUnknown),
                ] {
                    await #expect(throws: why) {
                        try await house.desk.decide.approve(key, reply: text, by: clerk, requestID: "r")
                    }
                }
            }
            try await house.desk.decide.approve(key, reply: reply, by: clerk, requestID: "r")
        }
        _ = try await house.runJobs()
        let state = try await house.state(number)
        #expect(state == .issued)
        let (vault, file) = (house.vault, try await house.file(number))
        let kept = try await house.engine.read { db in
            let row = try #require(
                try db.rows("SELECT id FROM documents WHERE case_number = \(number)").first)
            let id = try #require(Token(rawValue: try row.text("id")))
            return try DocumentStore.facts(id, subject: vault.subject(file.citizen, in: db), in: db).content
        }
        #expect(kept.values["reply"] == reply)
        #expect(kept.values["answer.what"] == nil && kept.values["answer.where"] == nil)
        // In the store it is nobody's to read.
        let dump = try await house.engine.read { db in
            try db.rows("SELECT note_sealed FROM case_steps WHERE note_sealed IS NOT NULL").map {
                String(decoding: try $0.bytes("note_sealed"), as: UTF8.self)
            }
        }
        #expect(dump.count == 1 && !dump[0].contains("停工"))
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
