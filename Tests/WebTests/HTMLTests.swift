import Testing
import Web

@Suite struct HTMLTests {
    @Test func textIsEscaped() {
        #expect(HTML.text("<script>\"'&").string == "&lt;script&gt;&quot;&#39;&amp;")
    }

    @Test func attributeValuesAreEscaped() {
        let html = element("p", .title("\"><script>")) { "x" }

        #expect(html.string == "<p title=\"&quot;&gt;&lt;script&gt;\">x</p>")
    }

    @Test(arguments: ["\u{0}", "\u{8}", "\u{7F}", "\u{85}", "\u{61C}", "\u{200E}", "\u{202E}", "\u{2066}"])
    func charactersThatHideOrTurnTextAreMadeVisible(character: String) {
        #expect(HTML.text("a\(character)b").string == "a\u{FFFD}b")
    }

    @Test(arguments: ["囍𠮷𡈽", "é", "a\tb\nc", "ﷺ", "†", "😀"])
    func otherTextPassesUnchanged(text: String) {
        #expect(HTML.text(text).string == text)
    }

    @Test func typedWordsAreIsolated() {
        #expect(HTML.typed("<b>").string == "<bdi>&lt;b&gt;</bdi>")
    }

    @Test func absentAttributesAreLeftOutAndFlagsStandAlone() {
        let html = void("input", .value(nil), .checked(true), .disabled(false), .data("kind", "a"))

        #expect(html.string == "<input checked data-kind=\"a\">")
    }

    @Test func partsAreBuiltAsSwiftSaysThem() {
        let isShown = true
        let none: String? = nil
        let html = element("ul") {
            for number in 1...2 { element("li") { String(number) } }
            if isShown { "shown" } else { "hidden" }
            if let none { none }
            switch isShown {
            case true: "yes"
            case false: "no"
            }
        }

        #expect(html.string == "<ul><li>1</li><li>2</li>shownyes</ul>")
    }

    @Test(arguments: [
        "javascript:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "//evil.example",
        "/\\evil.example",
        "/\t/evil.example", "http://plain.example", "data:text/html,x", "vbscript:x", "mailto:a@b",
        "tel:12;x",
        "relative", "",
    ])
    func addressesThatLeadElsewhereAreLeftOut(address: String) {
        #expect(element("a", .href(address)).string == "<a></a>")
    }

    @Test(arguments: ["/", "/cases/1?a=b#c", "#main", "?page=2", "https://example.org/x", "tel:12345"])
    func addressesOfThisSiteAndSecureOnesStay(address: String) {
        #expect(element("a", .href(address)).string == "<a href=\"\(address)\"></a>")
    }

    @Test func formsPostToThisSiteOnly() {
        #expect(element("form", .action("https://example.org/")).string == "<form></form>")
    }

    @Test func picturesMayBeEmbedded() {
        #expect(void("img", .src("data:image/png;base64,AA")).string.contains("src="))
        #expect(!void("img", .src("https://example.org/a.png")).string.contains("src="))
    }
}
