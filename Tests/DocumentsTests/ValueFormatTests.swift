import Testing

@testable import Documents

@Suite("Formats of values on paper")
struct ValueFormatTests {
    @Test(
        arguments: [
            (ValueFormat.date, "1990-06-15", "1990年6月15日"), (.date, "19900615", "1990年6月15日"),
            (.date, "2015-07", "2015年7月"), (.date, "-", "—"), (.date, "1990-02-30", nil),
            (.month, "2026-02", "2026年2月"), (.month, "202602", "2026年2月"), (.month, "2026-13", nil),
            (.month, "26-02", nil), (.fen, "12345678", "123,456.78"), (.fen, "5", "0.05"),
            (.fen, "-100000", "-1,000.00"), (.fen, "1.5", nil), (.fen, "99999999999999999", nil),
            (.yuan, "123456.7", "123,456.70"), (.yuan, "0.5", "0.50"), (.yuan, "1e3", nil),
            (.yuan, "1.234", nil), (.yuan, "-9223372036854775808", nil), (.sex, "female", "女"),
            (.sex, "男", "男"), (.sex, "x", nil),
            (.paid, "paid", "已缴"), (.paid, "owed", nil), (.dash, "-", "—"), (.dash, "厦门", "厦门"),
        ] as [(ValueFormat, String, String?)])
    func aValueIsWrittenOrRefused(format: ValueFormat, value: String, text: String?) {
        #expect(format.text(value) == text)
    }
}
