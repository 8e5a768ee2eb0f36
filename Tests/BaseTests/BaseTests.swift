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
}
