import Base
import Testing

/// Sentences that can be said in another language.
@Suite struct DefectTextTests {
    @Test func itReadsAsItsLiteral() {
        let (count, most) = (3, 2)
        let text: DefectText = "The list has \(count) entries, and \(most) at most are read"

        #expect(text.english == "The list has 3 entries, and 2 at most are read")
        #expect("\(text)" == text.english)
        #expect(text.template == "The list has {1} entries, and {2} at most are read")
        #expect(text == "The list has \(3) entries, and \(2) at most are read")
        #expect(text != "The list has \(2) entries, and \(3) at most are read")
        #expect(("Add it" as DefectText).template == "Add it")
        #expect(("" as DefectText).english == "" && ("\(1)\(2)" as DefectText).template == "{1}{2}")
    }

    @Test func aTableMayTurnThePlacesRound() {
        let text: DefectText = "\("a") of \("b") is another kind of question"
        let table = ["{1} of {2} is another kind of question": "{2} 的 {1}：{2}、{3}、{name}"]

        #expect(text.text(by: table) == "b 的 a：b、{3}、{name}")
        #expect(text.text(by: [:]) == nil)
    }

    @Test func aValueIsNeverReadAgain() {
        let text: DefectText = "\("{2}") stands before \("{1}{name}\\")"

        #expect(text.english == "{2} stands before {1}{name}\\")
        #expect(text.template == "{1} stands before {2}")
        #expect(text.text(by: [text.template: "{1} 在 {2} 之前"]) == "{2} 在 {1}{name}\\ 之前")
    }

    @Test func bracesThatAreNoPlacesStay() {
        let text: DefectText = "Give {name} a place on \("it")"

        #expect(text.template == "Give {name} a place on {1}")
        #expect(text.text(by: [text.template: "请给 {name} 留位置"]) == "请给 {name} 留位置")
    }

    @Test func aSentenceInASentenceIsSaidToo() {
        let problem = "found unexpected end of stream"
        let text: DefectText = "This is not YAML: \(DefectText(verbatim: problem))"
        let rule: DefectText = "This is \("a \("b")" as DefectText), not a condition"

        #expect(text.english == "This is not YAML: found unexpected end of stream")
        #expect(text.template == "This is not YAML: {1}")
        #expect(text.text(by: [text.template: "不是 YAML：{1}", problem: "没有收尾"]) == "不是 YAML：没有收尾")
        #expect(
            text.text(by: [text.template: "不是 YAML：{1}"]) == "不是 YAML：“found unexpected end of stream”")
        #expect(rule.text(by: [rule.template: "这是{1}", "a {1}": "甲{1}"]) == "这是甲b")
    }
}
