import Base
import Casework
import Catalogue
import Sandbox
import Storage
import Support
import Testing

@testable import egret

/// An office that decides one step of another department's service is shown what the step needs, and nothing else.
@Suite(.serialized) struct SightTests {
    private static let service = "justice/legal-aid-apply"
    private static let told = "去年十月到今年三月在工地做工，工资没有结清。"
    private static let party = "厦门样板工程有限公司"

    @Test(arguments: TestEngine.available)
    func anOfficeOfAnotherDepartmentSeesWhatItsStepNeeds(engine: TestEngine) async throws {
        try await WholeHouse.run(engine) { whole, citizen in
            let id = try #require(ServiceID(rawValue: Self.service))
            let page = try await FixtureJourneyTests.fill(
                id, saying: ["ground": "income", "income": "1234.50", "family": "3"], whole, citizen)
            #expect(page.path.hasSuffix("/check"), "\(page.path): \(page.text.words)")
            let standing = try await citizen.submit(page)
            let number = try #require(
                standing.path.split(separator: "/").dropFirst().first.map(String.init))
            let other = try #require(whole.box.city.citizen(id: "lin-wei")).number
            let fixture = try #require(try FixtureJourneyTests.fixture(of: id))
            let person = try #require(whole.box.city.citizen(id: fixture.person))
            let civil = try await Official(
                whole, "s-0881", department: "civil", region: "350212", person: other)
            let justice = try await Official(
                whole, "s-0882", department: "justice", region: "350206", person: other)
            let (hardship, check) = ("/work/cases/\(number)/hardship", "/work/cases/\(number)/check")
            #expect(try await civil.post(hardship + "/claim").place == hardship)
            #expect(try await justice.post(check + "/claim").place == check)

            let (part, all) = (try await civil.get(hardship), try await justice.get(check))
            #expect(part.text.words.contains(person.name), "\(part.text.words)")
            #expect(part.text.words.contains("1234.50"))
            #expect(part.text.words.contains("This office is shown what its step needs."))
            for text in [Self.told, Self.party, "18600.00", "350206"] {
                #expect(!part.text.html.contains(text), "\(text)")
            }
            #expect(all.text.words.contains(Self.told) && all.text.words.contains(Self.party))
            #expect(!all.text.words.contains("This office is shown"))

            // The person reads what each was shown.
            let leaves = try await whole.leaves().filter { $0.contains("case.looked") && $0.contains(number) }
            let hers = try #require(leaves.first { $0.contains("s-0881") }, "\(leaves)")
            #expect(hers.contains("\"income\"") && !hers.contains("\"story\""), "\(hers)")
            #expect(leaves.contains { $0.contains("s-0882") && $0.contains("\"story\"") }, "\(leaves)")

            // What she is not shown she asks nothing about.
            let office = try #require(DepartmentID(rawValue: "civil"))
            let reason = try #require(
                whole.house.catalogue.reasons(.correction, by: office, of: id).first)
            func ask(_ question: String) async throws -> Int {
                try await civil.post(
                    hardship + "/correction",
                    [("question", question), ("correction-reason", reason.id)]
                ).status
            }
            #expect(try await ask("story") >= 400)
            #expect(try await ask("income") == 303)
        }
    }
}
