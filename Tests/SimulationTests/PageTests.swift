import Testing

@testable import Simulation

@Suite struct PageTests {
    static let html = """
        <!doctype html><p>您好</p><a class="x" href="/one?a=1&amp;b=2">1</a><form method="post" action="/act">\
        <input type="hidden" name="idempotency_key" value="k&quot;1"><input type="radio" name="answer" value="a">\
        <input name="answer" type="radio" value="b"><input type="text" name="code"></form><a href="/two">2</a>
        """
    let page = Page(status: 200, path: "/cases/1/paper?problem=printer-jam", html: Array(html.utf8))

    @Test func formsAndLinksAreFound() throws {
        let form = try #require(page.form("/act"))

        #expect(form.fields == ["idempotency_key": "k\"1"])
        #expect(form.choices == ["answer": ["a", "b"]])
        #expect(form.typed == ["code"])
        #expect(page.links == ["/one?a=1&b=2", "/two"])
        #expect(page.caseNumber == "1")
    }

    @Test func wordsAreFoundWhereverTheyStand() {
        #expect(page.contains(Array("您好".utf8)))
        #expect(page.contains(Array("<!doctype".utf8)))
        #expect(page.contains(Array("2</a>".utf8)))
        #expect(!page.contains(Array("您不".utf8)))
    }

    @Test func onlyAPageWithAnotherPressSaysThatNothingCame() {
        let form = #"<form action="/terminal/print"><input type="hidden" name="case" value="1"></form>"#
        let asks = Page(status: 200, path: page.path, html: Array(form.utf8))

        #expect(asks.saysNothingCame)
        #expect(!page.saysNothingCame)
        #expect(!page.saysItIsOut)
    }
}
