import Base
import Casework
import Sandbox
import Storage
import Support
import Testing

@testable import Staff
@testable import egret

/// Whose hands a step is in when its clerk is away, gone or done with it, over the pages of the desk.
@Suite(.serialized) struct DeskHandsTests {
    private func handIn(_ whole: WholeHouse, _ citizen: Citizen) async throws -> (SampleCitizen, String) {
        let person = try #require(whole.box.city.citizen(id: "chen-jing"))
        let form = try await citizen.answer(
            from: citizen.identify(person, by: "code", service: DeskWorkTests.service))
        let page = try await citizen.submit(form)
        return (person, try #require(page.path.split(separator: "/").dropFirst().first.map(String.init)))
    }

    /// What waits for its person is handed over before its clerk is away, and her answer comes to whoever has it then.
    @Test(arguments: TestEngine.available)
    func whatWaitsForItsPersonIsHandedOverToo(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let (person, number) = try await handIn(whole, citizen)
            let other = try #require(whole.box.city.citizen(id: "lin-wei"))
            let step = "/work/cases/\(number)/review"
            let first = try await Official(whole, "s-0871", person: other.number)
            let second = try await Official(whole, "s-0872", person: other.number)
            let tied = try await Official(whole, "s-0873", person: person.number)
            _ = try await first.post(step + "/claim")
            _ = try await first.post(
                step + "/correction", [("question", "living"), ("correction-reason", "unclear")])

            let waits = try await first.get(step).text
            #expect(waits.html.contains("\(step)/hand-over"), "\(waits.words)")
            #expect(!waits.html.contains("\(step)/approval"))
            let no = try await first.post(step + "/hand-over", [("colleague", tied.id)])
            #expect(no.status == 422 && no.text.words.contains("This colleague may not decide it"))
            #expect(
                try await first.post(step + "/hand-over", [("colleague", second.id)]).place
                    == "/work?tab=mine&done=handed-over.1.0")
            #expect(try await second.get("/work?tab=mine").text.words.contains(number))
            #expect(
                try await second.get(step).text.words.contains("s-0871 陈样本 → s-0872 陈样本"),
                "the history says by whom and to whom")
            let figures = try await first.get("/work/figures").text.words
            #expect(figures.contains("nothing decided yet") && !figures.contains("0.0"), "\(figures)")
            #expect(try await !first.get(step).text.words.contains(person.name))
        }
    }

    /// A supervisor puts back what its clerk cannot go on with, before it is late; who left has nothing any more.
    @Test(arguments: TestEngine.available)
    func whatAClerkLeavesIsInTheQueueAgain(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let (person, number) = try await handIn(whole, citizen)
            let other = try #require(whole.box.city.citizen(id: "lin-wei"))
            let step = "/work/cases/\(number)/review"
            let clerk = try await Official(whole, "s-0881", person: other.number)
            let colleague = try await Official(whole, "s-0882", person: other.number)
            let supervisor = try await Official(
                whole, "s-0883", roles: [.supervisor], person: other.number)
            _ = try await clerk.post(step + "/claim")
            #expect(try await !colleague.get(step).text.html.contains("\(step)/return"))
            let outside = try await supervisor.get(step).text
            #expect(outside.html.contains("\(step)/return") && !outside.html.contains(person.name))
            #expect(
                try await supervisor.post(step + "/return").place?.contains("done=returned.1.0") == true)
            #expect(try await !supervisor.get(step).text.html.contains("\(step)/return"))

            _ = try await clerk.post(step + "/claim")
            try await whole.house.freeSteps()
            #expect(try await colleague.post(step + "/claim").status == 409, "she is here")
            _ = try await whole.house.engine.write { db in
                try StaffAccountStore.setState(clerk.id, .ended, in: db)
            }
            try await whole.house.freeSteps()
            #expect(try await colleague.post(step + "/claim").place == step)
            #expect(try await colleague.get(step).text.words.contains(person.name))
        }
    }

    /// One that went to another office since the page was opened stops none of the others.
    @Test(arguments: TestEngine.available)
    func ofManyTheOneThatLiesElsewhereIsLeftOut(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let (_, number) = try await handIn(whole, citizen)
            let other = try #require(whole.box.city.citizen(id: "lin-wei"))
            let clerk = try await Official(whole, "s-0891", person: other.number)
            _ = try await whole.house.engine.write { db in
                try db.run(
                    """
                    UPDATE case_steps SET queue = 'police/4/350206'
                    WHERE case_number = \(number) AND step = 'issue'
                    """)
            }
            let ticked = ["issue", "gone", "review"].map { ("step", "\(number).\($0)") }
            let claimed = try #require(
                try await clerk.post("/work/batch", [("act", "claim")] + ticked).place)
            #expect(claimed == "/work?tab=mine&done=claimed.1.2")
            #expect(try await clerk.get(claimed).text.words.contains("lie with another office"))
        }
    }
}
