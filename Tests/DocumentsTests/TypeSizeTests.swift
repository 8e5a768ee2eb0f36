import Base
import Testing

@testable import Documents

/// The size of a paper's type.
@Suite struct TypeSizeTests {
    @Test func aLayoutThatSaysNothingIsOfNormalSize() throws {
        #expect(try layout("").typeSize == .normal)
        #expect(try layout("type: large\n").typeSize == .large)
    }

    @Test func anotherSizeIsRefusedWithItsLine() throws {
        let problem = #expect(throws: LayoutProblem.self) { try layout("type: huge\n") }
        #expect(problem?.line == 2)
        #expect(problem?.remedy.english.contains("type: large") == true)
    }

    @Test func whatIsCountedInPointsGrowsTogether() {
        let large = TextStyle.paragraph.scaled(by: DocumentLayout.TypeSize.large.factor)
        #expect(large.size / TextStyle.paragraph.size == large.indent / TextStyle.paragraph.indent)
        #expect(large.size > 20, "large print begins at 16 points")
        #expect(TextStyle.cell.scaled(by: DocumentLayout.TypeSize.large.factor).size >= 14)
    }

    private func layout(_ type: String) throws(LayoutProblem) -> DocumentLayout {
        try DocumentLayout(
            yaml: """
                paper: A4
                \(type)blocks:
                  - title: 证明
                  - seal: "{department}"
                    date: "{issuedOn|date}"
                """, file: "test.yml")
    }
}
