import Base
import Testing

@Suite struct MaskTests {
    @Test(arguments: [("王小雅", "王**"), ("陈静", "陈*"), ("Anna Maria Example", "A***"), ("王", "*")])
    func aMaskedNameNeverShowsTheWholeOfIt(_ name: String, _ masked: String) throws {
        #expect(try #require(PersonName(name)).masked == masked)
    }

    @Test(arguments: [
        ("号码：350203199006159807。", 1), ("３５０２０３１９９００６１５９８０７", 1), ("N350203199006159807", 0),
        ("350203199006159808", 0), ("350203199006159807 和 350205198503129834", 2),
    ])
    func aNumberIsFoundHoweverWideItsDigitsAre(_ text: String, _ count: Int) {
        #expect(CitizenNumber.all(in: text).count == count)
    }

    /// A mark that stands alone makes one character with the space before it, which is whitespace to Swift.
    @Test(arguments: [
        ("  林伟 ", "林伟"), ("\u{3000}a b\r\n", "a b"), (".7 . \u{7AB}", ".7 . \u{7AB}"),
        (" \u{301}x", "\u{301}x"),
        (" \n ", ""), ("", ""),
    ])
    func whatIsTrimmedLosesSpacesAlone(_ text: String, _ trimmed: String) {
        #expect(Array(text.trimmingSpaces().unicodeScalars) == Array(trimmed.unicodeScalars))
        #expect(Array(text.trimmingSpaces().trimmingSpaces().unicodeScalars) == Array(trimmed.unicodeScalars))
    }
}

@Suite struct CalendarDateTests {
    @Test(arguments: zip(Language.allCases, ["2026年12月8日", "8 December 2026", "2026年12月8日"]))
    func aDayReadsAsPeopleWriteIt(_ language: Language, _ text: String) throws {
        #expect(try #require(CalendarDate("2026-12-08")).shown(in: language) == text)
    }

    @Test(arguments: zip(Language.allCases, ["2026年1月", "January 2026", "2026年1月"]))
    func aMonthReadsAsPeopleWriteIt(_ language: Language, _ text: String) throws {
        #expect(try #require(CalendarDate("2026-01-31")).shownMonth(in: language) == text)
    }
}

@Suite struct TokenTests {
    @Test("ASVS 7.2.3, 11.5.1: a token is 128 bits of the world's chance and loses none of them")
    func tokensHave128BitsOfTheWorldsChance() {
        let bytes: [UInt8] = (0..<16).map { $0 * 17 }
        func token(_ bytes: [UInt8]) -> Token {
            Token(
                World(
                    now: { Instant(milliseconds: 0) },
                    random: { count in
                        #expect(count == 16)
                        return bytes
                    }, sleep: { _ in }))
        }

        let tokens = (0..<128).map { bit in
            var changed = bytes
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            return token(changed)
        }

        #expect(Set(tokens + [token(bytes)]).count == 129, "a bit of chance is lost on the way")
    }
}
