import Base
import Wire

/// The 256 bytes of text on the chip of an identity card: fixed fields in UCS-2, little-endian.
///
/// Source: `name 30, sex 2, nation 4, birth 16, address 70, number 36, issuer 30, from 16, to 16, reserve 36`.
/// Two bytes of the reserve name the kind of card: `J` for residents from Hong Kong, Macau and Taiwan, who have the
/// same fields; `I` and `Y` for foreign permanent residents, whose fields lie elsewhere.
enum CardText {
    static let bytes = 256
    static let nameBytes = 30
    static let kindAt = 248

    /// Reads what identification needs; every field is checked as if a stranger had typed it.
    static func reading(_ text: [UInt8], readerSerial: String) throws(CardRefused) -> CardReading {
        guard text.count == bytes else { throw .unreadable }
        let kind = field(text, at: kindAt, bytes: 2)
        guard kind != "I", kind != "Y" else { throw .foreign }
        guard let name = PersonName(field(text, at: 0, bytes: nameBytes)),
            let number = try? CitizenNumber(field(text, at: 122, bytes: 36)),
            let from = CalendarDate(compact: field(text, at: 188, bytes: 16)),
            let to = validTo(field(text, at: 204, bytes: 16))
        else { throw .unreadable }
        let issuer = field(text, at: 158, bytes: 30)
        guard !name.text.contains("\u{FFFD}"), !issuer.isEmpty, issuer.isPlainText else { throw .unreadable }
        return CardReading(
            name: name.text, number: number.text, validFrom: from.compact, validTo: to, issuer: issuer,
            readerSerial: readerSerial)
    }

    /// A day, or `00000000` for 长期 (without an end).
    private static func validTo(_ text: String) -> String? {
        text == "长期" ? "00000000" : CalendarDate(compact: text)?.compact
    }

    static func field(_ text: [UInt8], at start: Int, bytes: Int) -> String {
        let units = stride(from: start, to: start + bytes, by: 2).map {
            UInt16(text[$0]) | UInt16(text[$0 + 1]) << 8
        }
        return String(decoding: units.filter { $0 != 0 }, as: UTF16.self).trimmingSpaces()
    }
}
