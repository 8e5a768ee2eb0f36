import Base
import Catalogue
import Identity
import Storage
import Support
import Testing
import Uploads

@testable import Casework

/// What an office of another department is shown of a case is all that it can open and ask about.
@Suite struct StepSightTests {
    private static let aid = CaseHouse.id("justice/legal-aid-apply")
    /// What decides what else is asked.
    private static let first = ["matter": "wages", "side": "claim", "ground": "income"]
    private static let said = [
        "place": "350206 样板路8号工地", "other-party": "厦门样板工程有限公司",
        "amount": "18600", "urgent": "no", "story": "工资没有结清。", "income": "1200",
        "family": "3", "phone": "15410000029",
    ]

    @Test(arguments: TestEngine.available)
    func filesAndWordsOfOthersAreNotHers(_ engine: TestEngine) async throws {
        let house = try await CaseHouse(engine)
        let visit = try await house.visit(.one, for: Self.aid)
        let account = try await house.account(visit)
        let number = try await house.open(Self.aid, for: visit)
        let session = try await house.verbs.own.session(number, of: account)
        try await house.verbs.fetch(number, of: session, requestID: "r")
        try await house.answer(number, Self.first, of: session)
        try await house.answer(number, Self.said, of: session)
        try await house.send(["a"], to: "papers", number, session)
        try await house.verbs.submit(number, of: visit, requestID: "r")
        let file = try #require(try await house.files(number).first)
        let steps = try await house.steps(number)
        let (check, hardship) = (steps[0], steps[1])
        let justice = try house.clerk("s-0001", queue: check.queue.rawValue)
        let civil = try house.clerk("s-0002", queue: hardship.queue.rawValue)
        try await house.claim(number, "check", by: justice)
        try await house.claim(number, "hardship", by: civil)

        let all = try await house.desk.queries.view(check.key, for: justice)
        let part = try await house.desk.queries.view(hardship.key, for: civil)

        #expect(all.form?.sight == nil && all.files.map(\.id) == [file.id])
        #expect(all.form?.answers["story"] == Self.said["story"])
        let form = try #require(part.form)
        #expect(form.route.map(\.id) == ["ground", "income", "family"])
        #expect(Set(form.answers.keys) == ["ground", "income", "family"])
        #expect(Set(form.file.answers.keys) == ["ground", "income", "family"])
        #expect(form.file.record?.keys.contains("openAid") == false)
        #expect(form.file.record?.keys.contains("name") == true)
        #expect(form.lines.allSatisfy { ["name", "number", "address", "hardshipKnown"].contains($0.field) })
        // The condition looks at what she is not shown.
        #expect(form.item.eligibility.count == 1 && form.conditions.isEmpty)
        #expect(part.files.isEmpty)

        await #expect(throws: UploadRefused.unknown) {
            _ = try await house.desk.openFile(file.id, at: hardship.key, by: civil, requestID: "r")
        }
        _ = try await house.desk.openFile(file.id, at: check.key, by: justice, requestID: "r")
        for asked in [["story"], ["story", "income"], ["papers"]] as [Set<String>] {
            await #expect(throws: StepRefused.choiceUnknown) {
                try await house.desk.askForCorrection(
                    asked, at: hardship.key, because: "unclear", note: nil, by: civil, requestID: "r")
            }
        }
        // What the other office asks of her, and the words in which it does, are not this one's.
        try await house.desk.askForCorrection(
            ["story"], at: check.key, because: "unclear", note: "请写明工地名称", by: justice, requestID: "r")
        #expect(try await house.desk.queries.view(hardship.key, for: civil).corrections.isEmpty)
        #expect(try await house.desk.queries.view(check.key, for: justice).corrections.count == 1)
    }

    /// A step that its service has no more is another department's no more either.
    @Test func aStepThatIsGoneShowsNothingToOthers() async throws {
        let item = try #require(try await CaseHouse(.sqlite).catalogue[Self.aid])
        let (own, other) = (item.department, try #require(DepartmentID(rawValue: "civil")))
        #expect(item.sight(at: "gone", of: own) == nil)
        let sight = try #require(item.sight(at: "gone", of: other))
        #expect(sight.questions.isEmpty && !sight.shows(field: "address") && sight.shows(field: "name"))
    }
}
