import Base
import Testing

/// Identifiers of electronic licences, against samples that others have published.
@Suite struct LicenceIdentifierTests {
    private static let root = "1.2.156.3005.2"

    @Test(arguments: [
        "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U",
        "1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0",
        "1.2.156.3005.2.11100000000013338W001.11440232MB2D06811W.2024000001.001.9",
    ])
    func whatOthersHaveIssuedIsReadAndWrittenAlike(_ text: String) throws {
        #expect(try LicenceIdentifier(text, root: Self.root).description == text)
    }

    @Test func everyOtherCheckCharacterIsRefused() throws {
        let stem = "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001."
        for check in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ" where check != "U" {
            #expect(throws: LicenceIdentifier.Refused.checkCharacter) {
                try LicenceIdentifier(stem + String(check), root: Self.root)
            }
        }
    }

    @Test(arguments: [0, 5, 10, 20, 30, 43, 50])
    func aSlipOfOneCharacterOrTwoNeighboursIsNoticed(_ place: Int) throws {
        let text = "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U"
        var characters = Array(text)
        let at = 15 + place
        guard characters[at] != "." else { return }
        characters[at] = characters[at] == "7" ? "8" : "7"
        guard String(characters) != text else { return }
        #expect(throws: LicenceIdentifier.Refused.self) {
            try LicenceIdentifier(String(characters), root: Self.root)
        }
    }

    @Test(
        arguments: [
            ("", .form), ("1.2.156.3005.2", .form), ("1.2.156.3005.2.", .form), ("1.2.3.a.b.c.001.U", .form),
            ("1.2.156.3005.2.11100000000013338W011.340100.1.001.9", .issuer),
            ("1.2.156.3005.2.11100000000013338W01.11430000006122244L.1.001.9", .type),
            ("1.2.156.3005.2.11100000000013339W011.11430000006122244L.1.001.9", .type),
            ("1.2.156.3005.2.11100000000013338W01a.11430000006122244L.1.001.9", .type),
            ("1.2.156.3005.2.11100000000013338W011.11430000006122244L..001.9", .serial),
            ("1.2.156.3005.2.11100000000013338W011.11430000006122244L.a-b.001.9", .serial),
            ("1.2.156.3005.2.11100000000013338W011.11430000006122244L.1.000.9", .version),
            ("1.2.156.3005.2.11100000000013338W011.11430000006122244L.1.1.9", .version),
            ("1.2.156.3005.2.11100000000013338W011.11430000006122244L.1.001.9.9", .form),
            ("1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.u", .checkCharacter),
        ] as [(String, LicenceIdentifier.Refused)])
    func whatIsNoneIsRefusedByItsPart(_ text: String, _ refused: LicenceIdentifier.Refused) {
        #expect(throws: refused) { try LicenceIdentifier(text, root: Self.root) }
    }
}
