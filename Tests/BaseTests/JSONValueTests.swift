import Base
import Testing

@Suite struct JSONValues {
    private func read(_ text: String) -> JSONValue? { JSONValue(Array(text.utf8)) }

    @Test func whatIsWrittenIsReadAgain() {
        let value: JSONValue = [
            "b": ["x", .int(-3), .real(0.5), .flag(true), .null], "a": "引号\" 反斜线\\ \u{1}换\n",
        ]

        #expect(JSONValue(value.bytes) == value)
        #expect(String(decoding: value.bytes, as: UTF8.self).hasPrefix("{\"a\":"))
    }

    @Test func escapesAndPairsOfSurrogatesAreCharacters() {
        #expect(read(#""\u767d\u9e6d \ud83d\udc26 \/\t""#) == .text("白鹭 🐦 /\t"))
    }

    @Test(
        "ASVS 1.5.3: what two readers could take differently is refused",
        arguments: [
            #"{"a":1,"a":2}"#, #"{"a":1,"\u0061":2}"#, #"{"x":{"a":1,"a":1}}"#, #"{"a":1}x"#, #"{"a":1,}"#,
            "[1,]", "{'a':1}", #"{"a":01}"#, "+1", "1.", ".5", "NaN", #""\ud83d""#, #""\udc26\ud83d""#,
            #""\x41""#, "\"a\u{1}\"", "", " ", "{", "\u{FEFF}{}", "99999999999999999999",
            String(repeating: "[", count: 40) + String(repeating: "]", count: 40),
        ])
    func doubtfulTextIsNoValue(_ text: String) {
        #expect(read(text) == nil)
    }

    @Test func bytesThatAreNotUTF8AreNoValue() {
        #expect(JSONValue([0x22, 0xC3, 0x28, 0x22]) == nil)
        #expect(JSONValue([0x22, 0xED, 0xA0, 0x80, 0x22]) == nil)
    }

    @Test func textsAreOneOrAListOfNothingElse() {
        #expect(JSONValue.text("a").texts == ["a"])
        #expect(read(#"["a","b"]"#)?.texts == ["a", "b"])
        #expect(read(#"["a",1]"#)?.texts == nil)
        #expect(JSONValue.int(1).texts == nil)
    }
}
