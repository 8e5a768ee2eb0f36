import Base
import Documents
import Testing

@Suite("Layouts")
struct LayoutTests {
    private static let head = "paper: A4\nblocks:\n  - title: 证明\n"
    private static let foot = "  - seal: \"{department}\"\n    date: \"{issuedOn|date}\"\n"

    @Test func theDeliveredLayoutsNameTheFieldsOfTheirRegisters() throws {
        let identity = try Sample.layout("police/temporary-identity-proof").fieldsNeeded
        let insurance = try Sample.layout("insurance/participation-proof").fieldsNeeded
        let fund = try Sample.layout("fund/deposit-proof").fieldsNeeded

        #expect(
            identity == [
                "name", "sex", "nation", "birthDate", "number", "address", "issuer", "answer.reason",
                "answer.place",
            ])
        #expect(insurance.isSuperset(of: ["name", "number", "insuredSince", "months.pension"]))
        #expect(!insurance.contains("answer.receiver"))
        #expect(fund.isSuperset(of: ["balance", "deposits.month", "deposits.deposit", "answer.months"]))
    }

    @Test(arguments: [
        ("paper: A5\nblocks: []\n", 1, "A4"),
        (head + "  - paragraph: \"{name\"\n" + foot, 4, "{name}"),
        (head + "  - paragraph: \"{birthDate|day}\"\n" + foot, 4, "date, month"),
        (head + "  - picture: x\n" + foot, 4, "paragraph"),
        (head + "  - facts:\n      - { label: 名, value: x, colour: red }\n" + foot, 5, "english, label"),
        (head + "  - table: rows\n    empty: 无\n    columns: []\n" + foot, 4, "columns:"),
        (head + "  - note: \"a\u{202E}b\"\n" + foot, 4, "Write a text"),
        (head, 1, "exactly one"),
        (head + foot + foot, 6, "exactly one"),
        ("paper: A4\nblocks:\n  - note: 无题\n" + foot, 3, "title"),
        (
            "paper: A4\nmargins: { top: 1, right: 20, bottom: 20, left: 20 }\nblocks:\n  - title: x\n", 2,
            "8 to 60"
        ),
        ("paper: [\n", 2, "quotes"),
        (head + "  - facts:\n    title: x\n  extra: 1\n", 6, "quotes"),
    ])
    func aFaultNamesFileLineAndRemedy(source: String, line: Int, remedy: String) throws {
        let problem = try #require(throws: LayoutProblem.self) {
            try DocumentLayout(yaml: source, file: "Services/x/document.yml")
        }

        #expect(problem.line == line, "\(problem)")
        #expect(problem.remedy.english.contains(remedy), "\(problem)")
        #expect(problem.description.hasPrefix("Services/x/document.yml:\(line): "))
    }
}
