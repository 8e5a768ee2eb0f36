import Base
import Catalogue
import Testing

/// Fields that are typed into show what belongs there.
@Suite struct ExampleLintTests {
    private static let proof = "insurance/participation-proof/service.yml"

    /// Its cells have no room for an example: the table says for all of them what belongs there.
    @Test(arguments: [
        ("kind: text, max: 20", "", true),
        ("kind: text, max: 20", "    hint: {zh-Hans: 一人一行, en: A row each, nan-Hant: 一人一行}\n", false),
        ("kind: date, from: today-400, to: today", "", false),
    ])
    func aTableThatIsTypedIntoShowsWhatBelongsThere(_ column: String, _ hint: String, _ isFound: Bool) throws
    {
        let folder = try ServicesFolder()
        _ = try folder.replace(
            "  - id: receiver\n",
            with: """
                  - id: people
                    kind: table
                    required: true
                    label: {zh-Hans: 和谁一起？, en: "Together with whom?", nan-Hant: 佮啥人做伙？}
                    why: {zh-Hans: 要用, en: It is needed, nan-Hant: 愛用}
                    rows: {from: 1, to: 3}
                    columns:
                      - {id: cell, required: true, label: {zh-Hans: 谁, en: Who, nan-Hant: 啥人}, \(column)}
                \(hint)  - id: receiver

                """, in: Self.proof)

        let found = try CatalogueLint(
            Catalogue.load(folder.url), folder: folder.url, today: CalendarDate(daysSince1970: 20_780)
        ).findings().map(\.defect.message.english)

        #expect(found.contains("Nothing shows what an answer to people looks like") == isFound, "\(found)")
    }
}
