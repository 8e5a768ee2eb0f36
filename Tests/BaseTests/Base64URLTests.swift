import Base
import Support
import Testing

/// The alphabet of tickets: one text for one value.
@Suite struct Base64URLs {
    @Test(arguments: [([], ""), ([0xFB], "-w"), ([0xFF, 0xFE], "__4"), ([1, 2, 3], "AQID")])
    func bytesAndTextAgree(_ bytes: [UInt8], _ text: String) {
        #expect(Base64URL.encode(bytes) == text)
        #expect(Base64URL.decode(text) == bytes)
    }

    @Test(arguments: ["-w==", "+w", "/w", "A", "-x", "A A", "AQID\n", "é"])
    func anotherSpellingIsRefused(_ text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test func everyLengthComesBack() {
        let random = TestRandom(seed: 5)
        for count in 0...64 {
            let bytes = random.bytes(count)
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
        }
    }
}
