import Testing
import Vault

@Suite struct OneTimeCodeTests {
    @Test("ASVS 6.5.5: the codes of RFC 4226, appendix D")
    func counterVectors() {
        let key = Array("12345678901234567890".utf8)
        let codes = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871",
            "520489",
        ]
        for (counter, code) in codes.enumerated() {
            #expect(OneTimeCode.code(key: key, counter: UInt64(counter)) == code)
        }
    }

    @Test(
        "ASVS 6.5.5: the codes of RFC 6238, appendix B",
        arguments: [
            (UInt64(59), "94287082", "46119246", "90693936"),
            (1_111_111_109, "07081804", "68084774", "25091201"),
            (1_111_111_111, "14050471", "67062674", "99943326"),
            (1_234_567_890, "89005924", "91819424", "93441116"),
            (2_000_000_000, "69279037", "90698825", "38618901"),
            (20_000_000_000, "65353130", "77737706", "47863826"),
        ])
    func timeVectors(_ seconds: UInt64, _ sha1: String, _ sha256: String, _ sha512: String) {
        func key(_ count: Int) -> [UInt8] { (0..<count).map { Array("1234567890".utf8)[$0 % 10] } }
        let counter = seconds / 30
        #expect(OneTimeCode.code(key: key(20), counter: counter, digits: 8) == sha1)
        #expect(OneTimeCode.code(key: key(32), counter: counter, digits: 8, hash: .sha256) == sha256)
        #expect(OneTimeCode.code(key: key(64), counter: counter, digits: 8, hash: .sha512) == sha512)
    }
}
