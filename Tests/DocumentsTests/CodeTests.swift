import Base
import Support
import Testing
import Vault

@testable import Documents

@Suite("The codes on a paper")
struct CodeTests {
    @Test func aCodeIsReadAsPeopleTypeIt() throws {
        let code = try #require(VerificationCode("0123-4567-89AB-CDEF"))

        #expect(VerificationCode("o123 4567 89ab cdef") == code)
        #expect(VerificationCode("OI23-4567-89AB-CDEF") == code)
        #expect(VerificationCode("０１２３－４５６７－８９ＡＢ－ＣＤＥＦ") == code, "as a Chinese keyboard writes it")
        #expect(code.grouped == "0123-4567-89AB-CDEF")
        for wrong in ["", "0123", "0123-4567-89AB-CDEU", "0123-4567-89AB-CDEFG"] {
            #expect(VerificationCode(wrong) == nil, "\(wrong)")
        }
    }

    @Test func aThousandCodesAreAThousandCodes() {
        let world = World.frozen()
        #expect(Set((0..<1_000).map { _ in VerificationCode(world).text }).count == 1_000)
    }

    @Test(arguments: [false, true])
    func thePayloadIsReadWithThePublishedKeyAlone(isNational: Bool) throws {
        let key = try KeyRing.create(suite: isNational ? .national : .international, world: .frozen())
            .signingKey(.documentCode)
        let order = try Sample.identity()
        let text = try CodePayload(order: order).signed(by: key)

        let read = try CodePayload("\(Sample.verifyURL)#\(text)", keys: [PublicKey(pem: key.publicKey.pem)])

        #expect(read.code == order.code)
        #expect(read.caseNumber == order.caseNumber)
        #expect(read.serviceCode == order.serviceCode)
        #expect(read.issuedOn == order.issueDate)
        #expect(read.validUntil == order.validUntil)
        #expect(read.names(Sample.chen))
        #expect(!read.names(Sample.lin))
        #expect("\(Sample.verifyURL)#\(text)".utf8.count <= CodePayload.textBytesMax)
    }

    @Test func thePayloadNamesNobodyInClear() throws {
        let key = try SigningKey.generate(.ed25519)
        let text = try CodePayload(order: Sample.identity()).signed(by: key)
        let bytes = try #require(CrockfordBase32.decode(text.dropFirst(CodePayload.mark.count)))

        #expect(bytes.range(of: "陈静", from: 0) == nil)
        #expect(bytes.range(of: "350203199006159807", from: 0) == nil)
        #expect(bytes.range(of: "19900615", from: 0) == nil)
    }

    @Test func everyChangedCharacterOfThePayloadIsNoticed() throws {
        let key = try SigningKey.generate(.ed25519)
        let text = try CodePayload(order: Sample.identity()).signed(by: key)
        let characters = Array(text)

        for index in CodePayload.mark.count..<characters.count {
            var changed = characters
            changed[index] = changed[index] == "0" ? "1" : "0"
            #expect(throws: CodePayload.Refused.self, "character \(index)") {
                try CodePayload(String(changed), keys: [key.publicKey])
            }
        }
    }

    @Test func aPayloadOfAnotherKeyIsUnknown() throws {
        let text = try CodePayload(order: Sample.identity()).signed(by: SigningKey.generate(.ed25519))
        let other = try SigningKey.generate(.ed25519).publicKey

        #expect(throws: CodePayload.Refused.unknownKey) { try CodePayload(text, keys: [other]) }
        #expect(throws: CodePayload.Refused.malformed) { try CodePayload("hello", keys: [other]) }
        #expect(throws: CodePayload.Refused.malformed) { try CodePayload("EGRET1.", keys: [other]) }
    }

    @Test(arguments: ["", "A", "abc-XYZ.019", String(repeating: "Z", count: 255)])
    func shortTextsComeBackFromSixBits(text: String) throws {
        var reader = ByteReader(try #require(SixBitText.encode(text)))

        #expect(reader.sixBitText() == text)
        #expect(reader.isAtEnd)
    }
}
