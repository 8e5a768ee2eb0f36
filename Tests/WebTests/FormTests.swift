import Testing
import Web

@Suite struct FormTests {
    private func form(_ text: String) throws -> Form { try Form(Array(text.utf8)) }

    @Test func fieldsAreDecoded() throws {
        let form = try form("name=%E6%9E%97+%E6%99%93&way=a&way=b&empty=&consent=on")

        #expect(form["name"] == "林 晓")
        #expect(form.all("way") == ["a", "b"])
        #expect(form["empty"] == "")
        #expect(form["absent"] == nil)
        #expect(form.isOn("consent"))
    }

    @Test(arguments: ["a=%", "a=%1", "a=%GG", "a=%FF", "a=%C3%28", "%ED%A0%80=x"])
    func brokenEscapesAndBrokenTextAreRefused(text: String) {
        #expect(throws: FormRefusal.unreadable) { try form(text) }
    }

    @Test func tooManyFieldsAreRefused() {
        let text = (0...500).map { "f\($0)=x" }.joined(separator: "&")

        #expect(throws: FormRefusal.unreadable) { try form(text) }
    }

    @Test func textIsTrimmedAndMeasuredInCharacters() throws {
        let form = try form("name=%20%F0%A0%AE%B7%E9%87%8E%E3%80%80")

        #expect(try form.text("name", max: 2) == "𠮷野")
        #expect(throws: FormRefusal.tooLong(field: "name", max: 1)) { try form.text("name", max: 1) }
    }

    @Test func blankTextIsMissing() throws {
        #expect(throws: FormRefusal.missing(field: "name")) { try form("name=+%09").text("name", max: 9) }
    }

    @Test func controlCharactersAreNotPlainText() throws {
        #expect(throws: FormRefusal.notPlain(field: "name")) { try form("name=a%00b").text("name", max: 9) }
        #expect(throws: FormRefusal.notPlain(field: "name")) { try form("name=a%0Ab").text("name", max: 9) }
    }

    @Test func paragraphsKeepTheirLines() throws {
        #expect(try form("text=a%0D%0Ab").paragraph("text", max: 9) == "a\nb")
        #expect(throws: FormRefusal.notPlain(field: "text")) {
            try form("text=a%07b").paragraph("text", max: 9)
        }
    }
}
